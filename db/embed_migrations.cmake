# SPDX-License-Identifier: GPL-3.0-or-later
# Writes migrations/*.sql into one C++ file. Called with -DOUTPUT=… -DFILES=a.sql|b.sql, in the order of their names.
string(REPLACE "|" ";" files "${FILES}")
list(SORT files)
set(entries "")
foreach(file IN LISTS files)
  get_filename_component(name "${file}" NAME_WE)
  file(READ "${file}" sql)
  string(APPEND entries "    Migration{\"${name}\", R\"migration(${sql})migration\"},\n")
endforeach()
file(WRITE "${OUTPUT}" "// Generated from db/migrations.\n#include \"db/migrate.h\"\n\n#include <array>\n\n"
     "namespace bayline::db {\n\nnamespace {\n\nconstexpr std::array kMigrations = {\n${entries}};\n\n} // namespace\n\n"
     "std::span<const Migration> BuiltInMigrations()\n{\n    return kMigrations;\n}\n\n} // namespace bayline::db\n")
