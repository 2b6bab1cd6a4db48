# What `cmake --install` puts where, and the Debian package: the binary, the headers, and what find_package(Fibrix)
# needs to build programs, policies and families against them, and tests of them.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(fibrix_headers ${CMAKE_INSTALL_INCLUDEDIR}/fibrix)
set(fibrix_package ${CMAKE_INSTALL_LIBDIR}/cmake/Fibrix)

# How a shared object is compiled. No unique symbols, and nothing visible but what it registers: its statics end with
# it, and its functions are never taken for the binary's.
add_library(kit INTERFACE)
target_compile_features(kit INTERFACE cxx_std_20)
target_compile_definitions(kit INTERFACE FIBRIX_VERSION="${PROJECT_VERSION}")
target_compile_options(kit INTERFACE -fstack-clash-protection -fno-omit-frame-pointer -fvisibility=hidden -fno-plt
                                     $<$<CXX_COMPILER_ID:GNU>:-fno-gnu-unique>)
target_link_options(kit INTERFACE -Wl,-z,now)
if(FIBRIX_SANITIZE)
  set(fibrix_sanitizers ${FIBRIX_SANITIZE})
  list(TRANSFORM fibrix_sanitizers REPLACE "^address$" "address,undefined")
  target_compile_options(kit INTERFACE -fsanitize=${fibrix_sanitizers} -fno-sanitize=null,vptr)
  target_link_options(kit INTERFACE -fsanitize=${fibrix_sanitizers})
endif()
target_include_directories(kit INTERFACE $<INSTALL_INTERFACE:${fibrix_headers}>)
target_sources(kit INTERFACE $<INSTALL_INTERFACE:$<INSTALL_PREFIX>/${fibrix_headers}/syscalls/kit/descriptor.cpp>)
target_link_libraries(kit INTERFACE Boost::headers fmt::fmt)

# For tests of programs, which have a kernel of their own in them.
install(TARGETS kernel syscalls ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}/fibrix)
install(TARGETS fibrix kit EXPORT Fibrix RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(EXPORT Fibrix NAMESPACE Fibrix:: FILE FibrixTargets.cmake DESTINATION ${fibrix_package})
install(DIRECTORY kernel syscalls DESTINATION ${fibrix_headers} FILES_MATCHING PATTERN "*.hpp" PATTERN descriptor.cpp)
configure_package_config_file(tools/kit/FibrixConfig.cmake.in FibrixConfig.cmake INSTALL_DESTINATION ${fibrix_package})
write_basic_package_version_file(FibrixConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(PROGRAMS tools/new-program DESTINATION ${CMAKE_INSTALL_BINDIR} RENAME fibrix-new-program)
install(FILES tools/kit/FibrixKit.cmake ${CMAKE_BINARY_DIR}/FibrixConfig.cmake
              ${CMAKE_BINARY_DIR}/FibrixConfigVersion.cmake DESTINATION ${fibrix_package})
install(FILES README.md LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME fibrix)
set(CPACK_PACKAGE_CONTACT "The Fibrix project")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY ${PROJECT_DESCRIPTION})
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# The libraries it runs on are found from the binary; these are for building what it loads.
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "g++, cmake, libboost1.81-dev, libboost-context1.81-dev, libfmt-dev")
set(CPACK_STRIP_FILES ON)
include(CPack)
