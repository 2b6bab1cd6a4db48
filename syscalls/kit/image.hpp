// An image: a shared object from outside this tree, with what it has registered: programs, policies, families.
//
// What is loaded is a private copy, so that the file may be built anew at any time: the next load takes the new one.
// The code goes when the last reference to the image does. Each process keeps the image of its program until its
// record is freed; then all its tasks have ended and what their stacks held was destroyed. An abandoned process keeps
// it for ever (see Kernel::abandon): what was left in the middle may still be looked at, and there is no telling when
// that ends.
#pragma once

#include <string>
#include <vector>

#include "kernel/fault.hpp"
#include "kernel/object.hpp"
#include "kernel/result.hpp"

namespace fibrix {

class Image final : public Object {
public:
    static inline const ObjectKind kind{"image"};

    /// Loads `path` and registers what is in it. Not while a task runs on this thread. Errors, each with one line in
    /// `why`: ENOENT and what else the host says of the file, ENOEXEC (nothing of Fibrix), ELIBBAD (built for another
    /// Fibrix, or refused by the host's loader).
    static Result<Ref<Image>> load(const std::string& path, std::string& why);
    ~Image() override;

    [[nodiscard]] std::string describe() const override { return "image " + path_; }
    [[nodiscard]] const std::string& path() const noexcept { return path_; }
    /// True if `address` is in it.
    [[nodiscard]] bool holds(const void* address) const noexcept { return address >= begin_ && address < end_; }
    /// Where the address of a symbol in the file has come to lie.
    [[nodiscard]] const void* place(std::uint64_t address) const noexcept { return begin_ + address; }
    /// What it has registered of a kind, by name.
    template <class Entry>
    [[nodiscard]] std::vector<const Entry*> entries() const {
        auto all = Entry::list();
        std::erase_if(all, [this](const Entry* entry) { return !holds(entry); });
        return all;
    }

private:
    Image(std::string path, int copy) : Object(kind), path_(std::move(path)), copy_(copy) {}
    void find_bounds();

    std::string path_;
    int copy_;  // the private copy's descriptor: the loader's name for it, so it stays open
    void* loaded_ = nullptr;
    const char* begin_ = nullptr;
    const char* end_ = nullptr;
    std::vector<TextRange> text_;
};

}  // namespace fibrix
