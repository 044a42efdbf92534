# SPDX-License-Identifier: GPL-3.0-or-later
# Libraries from Debian 12, each as one imported target. A room links only what design allows it.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(CURL REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(EXPAT REQUIRED)
find_package(ZLIB REQUIRED)
find_package(JPEG REQUIRED)
find_package(PostgreSQL REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json program_options)

find_library(SOCI_CORE_LIBRARY soci_core REQUIRED)
find_library(SOCI_POSTGRESQL_LIBRARY soci_postgresql REQUIRED)
find_path(SOCI_INCLUDE_DIR soci/soci.h REQUIRED)
add_library(bayline::soci INTERFACE IMPORTED)
target_include_directories(bayline::soci SYSTEM INTERFACE ${SOCI_INCLUDE_DIR} ${PostgreSQL_INCLUDE_DIRS})
target_link_libraries(bayline::soci INTERFACE ${SOCI_POSTGRESQL_LIBRARY} ${SOCI_CORE_LIBRARY} PostgreSQL::PostgreSQL)

find_library(HPDF_LIBRARY hpdf REQUIRED)
add_library(bayline::hpdf INTERFACE IMPORTED)
target_link_libraries(bayline::hpdf INTERFACE ${HPDF_LIBRARY})

pkg_check_modules(HARFBUZZ REQUIRED IMPORTED_TARGET harfbuzz harfbuzz-subset)
pkg_check_modules(VIPS REQUIRED IMPORTED_TARGET vips)
pkg_check_modules(QRENCODE REQUIRED IMPORTED_TARGET libqrencode)
pkg_check_modules(XLSXWRITER REQUIRED IMPORTED_TARGET xlsxwriter)

find_library(DATE_TZ_LIBRARY date-tz REQUIRED)
add_library(bayline::date INTERFACE IMPORTED)
target_link_libraries(bayline::date INTERFACE ${DATE_TZ_LIBRARY})

find_package(wxWidgets 3.2 REQUIRED COMPONENTS core base adv)
add_library(bayline::wx INTERFACE IMPORTED)
target_include_directories(bayline::wx SYSTEM INTERFACE ${wxWidgets_INCLUDE_DIRS})
target_compile_definitions(bayline::wx INTERFACE ${wxWidgets_DEFINITIONS})
target_compile_options(bayline::wx INTERFACE ${wxWidgets_CXX_FLAGS})
target_link_libraries(bayline::wx INTERFACE ${wxWidgets_LIBRARIES})

if(BAYLINE_TESTS)
  find_package(GTest REQUIRED)
endif()
