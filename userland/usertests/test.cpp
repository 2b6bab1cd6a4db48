#include "userland/usertests/test.hpp"

namespace fibrix::usertests {

void fail(const std::string& why, const Where& where) {
    std::string_view file = where.file_name();
    file.remove_prefix(file.rfind('/') + 1);
    throw Failure{fmt::format("{}:{}: {}", file, where.line(), why)};
}

}  // namespace fibrix::usertests
