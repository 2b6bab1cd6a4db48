# fibrix_add_program, fibrix_add_policy, fibrix_add_family (name file.cpp ...): shared objects NAME.so for Fibrix.
# fibrix_add_test (name file.cpp ...): a test with a kernel in it that it drives step by step, see
# syscalls/kit/test_kernel.hpp; the tested program's file is among its own. With Boost.Test.

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release)
endif()

# Each carries a descriptor, and is loaded once after it was linked: what the system would refuse fails the build.
function(_fibrix_add_shared_object name)
  if(NOT ARGN)
    message(FATAL_ERROR "${name}: no source files are given")
  endif()
  add_library(${name} MODULE ${ARGN})
  target_link_libraries(${name} PRIVATE Fibrix::kit)
  set_target_properties(${name} PROPERTIES PREFIX "" SUFFIX ".so" CXX_EXTENSIONS OFF)
  add_custom_command(TARGET ${name} POST_BUILD COMMAND Fibrix::fibrix check $<TARGET_FILE:${name}> VERBATIM)
endfunction()

function(fibrix_add_program name)
  _fibrix_add_shared_object(${name} ${ARGN})
endfunction()

function(fibrix_add_policy name)
  _fibrix_add_shared_object(${name} ${ARGN})
endfunction()

function(fibrix_add_family name)
  _fibrix_add_shared_object(${name} ${ARGN})
endfunction()

function(fibrix_add_test name)
  find_package(Boost 1.81.0 EXACT CONFIG REQUIRED COMPONENTS context unit_test_framework)
  find_package(spdlog REQUIRED)
  find_package(Threads REQUIRED)
  set(archives ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/../../fibrix)
  add_executable(${name} ${ARGN})
  target_compile_definitions(${name} PRIVATE BOOST_TEST_DYN_LINK)
  # All of the two: policies register themselves, and nothing names them.
  target_link_libraries(${name} PRIVATE
    Fibrix::kit -Wl,--whole-archive ${archives}/libsyscalls.a ${archives}/libkernel.a -Wl,--no-whole-archive
    Boost::context Boost::unit_test_framework spdlog::spdlog Threads::Threads ${CMAKE_DL_LIBS})
  set_target_properties(${name} PROPERTIES CXX_EXTENSIONS OFF)
  add_test(NAME ${name} COMMAND ${name})
endfunction()
