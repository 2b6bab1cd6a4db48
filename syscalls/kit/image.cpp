#include "syscalls/kit/image.hpp"

#include <dlfcn.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <link.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "syscalls/kit/abi.hpp"
#include "syscalls/kit/elf.hpp"
#include "syscalls/kit/mapped_file.hpp"

namespace fibrix {
namespace {

Result<int> refuse(std::string& why, const std::string& path, int error) {
    why = fmt::format("'{}' cannot be read: {}", path, std::strerror(error));
    const Errno reason = errno_from_host(error);
    const auto one_of = [&](auto... those) { return ((reason == those) || ...); };
    return one_of(Errno::noent, Errno::acces, Errno::isdir, Errno::notdir) ? reason : Errno::io;
}

// A copy in memory that nobody else can change, under a descriptor of its own.
Result<int> copy_of(const std::string& path, std::string& why) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) return refuse(why, path, errno);
    struct stat about {};
    int error = ::fstat(file, &about) != 0 ? errno : S_ISDIR(about.st_mode) ? EISDIR : 0;
    if (error == 0 && !S_ISREG(about.st_mode)) error = EACCES;
    const auto name = path.substr(path.rfind('/') + 1);
    const int copy = error == 0 ? ::memfd_create(name.c_str(), MFD_CLOEXEC) : -1;
    if (error == 0 && copy < 0) error = errno;
    for (ssize_t copied = 1; error == 0 && copied > 0;) {
        copied = ::sendfile(copy, file, nullptr, 1u << 30);
        if (copied < 0) error = errno;
    }
    ::close(file);
    if (error == 0) return copy;
    if (copy >= 0) ::close(copy);
    return refuse(why, path, error);
}

std::string in_words(const abi::Descriptor& descriptor) {
    const auto text = [](const auto& field) {
        return std::string_view(field.data(), ::strnlen(field.data(), field.size()));
    };
    return fmt::format("{} by {}, ABI {}", text(descriptor.version), text(descriptor.compiler), text(descriptor.tag));
}

// Looks at the file before any of it runs.
Result<void> examine(int copy, const std::string& path, std::string& why) {
    const MappedFile file(copy);
    const auto elf = Elf::read(file.bytes());
    const auto note = elf && elf->shared_object() ? elf->note(abi::Note::owner) : std::span<const std::byte>();
    if (note.size() < sizeof(abi::Descriptor)) {
        why = fmt::format("'{}' is no shared object for Fibrix (see: fibrix_add_program)", path);
        return Errno::noexec;
    }
    abi::Descriptor descriptor;
    std::memcpy(&descriptor, note.data(), sizeof descriptor);
    // The compiler's text may differ in the patch level; the tag has what matters.
    if (descriptor.tag == abi::descriptor.tag && descriptor.version == abi::descriptor.version) return {};
    why = fmt::format("'{}' was built for another Fibrix ({}; this is {}): build it again with this one's headers",
                      path, in_words(descriptor), in_words(abi::descriptor));
    return Errno::libbad;
}

}  // namespace

Result<Ref<Image>> Image::load(const std::string& path, std::string& why) {
    const auto copy = copy_of(path, why);
    if (!copy) return copy.error();
    const Ref<Image> image(new Image(path, *copy));
    if (const auto good = examine(*copy, path, why); !good) return good.error();
    // By the process's number, so that a debugger finds it under the same name.
    const auto name = fmt::format("/proc/{}/fd/{}", ::getpid(), *copy);
    image->loaded_ = ::dlopen(name.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (image->loaded_ == nullptr) {
        std::string reason = ::dlerror();
        if (reason.starts_with(name + ": ")) reason.erase(0, name.size() + 2);
        why = fmt::format("'{}' cannot be loaded: {}", path, reason);
        return Errno::libbad;
    }
    image->find_bounds();
    for (const auto& text : image->text_) add_program_text(text);
    return image;
}

void Image::find_bounds() {
    link_map* map = nullptr;
    if (::dlinfo(loaded_, RTLD_DI_LINKMAP, static_cast<void*>(&map)) != 0) return;
    begin_ = end_ = reinterpret_cast<const char*>(map->l_addr);
    const auto look = [](dl_phdr_info* info, std::size_t, void* data) {
        auto& image = *static_cast<Image*>(data);
        if (reinterpret_cast<const char*>(info->dlpi_addr) != image.begin_) return 0;
        for (const auto& segment : std::span(info->dlpi_phdr, info->dlpi_phnum)) {
            if (segment.p_type != PT_LOAD) continue;
            const char* begin = image.begin_ + segment.p_vaddr;
            image.end_ = std::max(image.end_, begin + segment.p_memsz);
            if ((segment.p_flags & PF_X) != 0) image.text_.push_back({begin, begin + segment.p_memsz});
        }
        return 1;
    };
    ::dl_iterate_phdr(look, this);
}

Image::~Image() {
    for (const auto& text : text_) remove_program_text(text);
    if (loaded_ != nullptr) ::dlclose(loaded_);
    ::close(copy_);
}

}  // namespace fibrix
