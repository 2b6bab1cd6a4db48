// What is thrown when something is wrong with what the person has typed.
#pragma once

#include <stdexcept>

namespace fibrix {

/// One line says what is wrong.
class UsageError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

}  // namespace fibrix
