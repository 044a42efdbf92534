# SPDX-License-Identifier: GPL-3.0-or-later
# Compiler, linker and warning settings shared by every room.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

find_program(BAYLINE_CCACHE ccache)
if(BAYLINE_CCACHE)
  # With the base directory, a clone in another place finds what this one compiled.
  set(CMAKE_CXX_COMPILER_LAUNCHER
      env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
      CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=true ${BAYLINE_CCACHE})
endif()
find_program(BAYLINE_MOLD mold)
if(BAYLINE_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wno-missing-field-initializers -Wnon-virtual-dtor -Woverloaded-virtual -fpch-preprocess
                    -fstack-protector-strong)
if(BAYLINE_WERROR)
  add_compile_options(-Werror)
endif()
if(CMAKE_BUILD_TYPE MATCHES "Rel")
  add_compile_definitions(_FORTIFY_SOURCE=3)
  # gcc 12 warns of std::string and std::variant operations that it inlined itself (GCC bugs 105329, 105651, 105562).
  add_compile_options(-Wno-restrict -Wno-maybe-uninitialized)
endif()
add_link_options(-Wl,-z,relro,-z,now)
if(BAYLINE_SANITIZE)
  # What a sanitizer adds makes gcc see values without a beginning in its own <regex>. The thread sanitizer does not
  # understand the fences of Boost.Asio, and gcc says so at each.
  add_compile_options(-fsanitize=${BAYLINE_SANITIZE} -fno-omit-frame-pointer -Wno-maybe-uninitialized -Wno-tsan)
  add_link_options(-fsanitize=${BAYLINE_SANITIZE})
endif()

# bayline_room(<name> SOURCES … DEPENDS …): a static library named bayline_<name> whose headers are included as
# "<room>/<header>.h" from the top of the tree.
function(bayline_room name)
  cmake_parse_arguments(arg "" "" "SOURCES;DEPENDS;PRIVATE_DEPENDS" ${ARGN})
  add_library(bayline_${name} STATIC ${arg_SOURCES})
  target_include_directories(bayline_${name} PUBLIC ${CMAKE_SOURCE_DIR})
  target_link_libraries(bayline_${name} PUBLIC ${arg_DEPENDS} PRIVATE ${arg_PRIVATE_DEPENDS})
endfunction()

# bayline_test(<name> LABEL <label> SOURCES … DEPENDS …): one GoogleTest program, its cases known to ctest.
function(bayline_test name)
  cmake_parse_arguments(arg "" "LABEL;TIMEOUT" "SOURCES;DEPENDS;ENVIRONMENT" ${ARGN})
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 120)
  endif()
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE ${arg_DEPENDS} GTest::gtest GTest::gtest_main)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  add_test(NAME ${arg_LABEL}.${name} COMMAND ${name})
  set_tests_properties(${arg_LABEL}.${name} PROPERTIES LABELS ${arg_LABEL} TIMEOUT ${arg_TIMEOUT}
                       ENVIRONMENT "BAYLINE_SOURCE_DIR=${CMAKE_SOURCE_DIR};BAYLINE_BIN_DIR=${CMAKE_BINARY_DIR}/bin;${arg_ENVIRONMENT}")
endfunction()
