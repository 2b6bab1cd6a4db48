// What the leak checker of the address sanitizer is not to report: memory that a library never gives back.

extern "C" {

// libedit copies the names of the functions that are added to it, and forgets the copies.
// NOLINTBEGIN(bugprone-reserved-identifier): the sanitizer looks for these names
[[gnu::visibility("default")]] const char* __lsan_default_suppressions() { return "leak:wcsdup\n"; }
[[gnu::visibility("default")]] const char* __lsan_default_options() { return "print_suppressions=0"; }
// NOLINTEND(bugprone-reserved-identifier)
}
