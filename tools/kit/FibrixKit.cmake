# fibrix_add_program, fibrix_add_policy, fibrix_add_family (name file.cpp ...): shared objects NAME.so for Fibrix.

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
