#include "userland/sh/syntax.hpp"

namespace fibrix::sh {

List::List() = default;
List::List(std::initializer_list<Item> items) : vector(items) {}
List::List(const List&) = default;
List::List(List&&) noexcept = default;
List& List::operator=(const List&) = default;
List& List::operator=(List&&) noexcept = default;
List::~List() = default;

}  // namespace fibrix::sh
