// A program: one file that registers itself, and reads like ordinary blocking C++.
//
//     #include "syscalls/sys.hpp"
//
//     namespace {
//     int greet(fibrix::Arguments& arguments) {
//         if (const auto done = arguments.parse()) return *done;
//         fibrix::sys::print("hello\n");
//         return 0;
//     }
//     const fibrix::Program program{"greet", "Says hello.", greet};
//     }  // namespace
#pragma once

#include <string_view>

#include "kernel/registry.hpp"
#include "kernel/stack.hpp"
#include "syscalls/program/arguments.hpp"

namespace fibrix {

struct [[gnu::visibility("default")]] Program : Registered<Program> {
    using Main = int (*)(Arguments&);
    std::string_view name, help;
    Main main;
    StackSize stack;

    /// `main` gives the exit status, 0 to 119. `stack` is what each task of the program gets.
    Program(std::string_view its_name, std::string_view its_help, Main its_main, StackSize its_stack = StackSize::k64)
        : name(its_name), help(its_help), main(its_main), stack(its_stack) {}
};

}  // namespace fibrix
