// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/connection.h"

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace bayline::admin {

/// How the program ends.
enum ExitCode
{
    kDone = 0,
    kNotDone = 1, ///< refused, failed, or `verify` found something
    kUsage = 2,
    kDatabaseAway = 3,
};

/// Thrown for a command line that cannot be understood; its text is a sentence.
class UsageError : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

struct Arguments
{
    std::vector<std::string> words; ///< command and what it is about: staff add 101 "Li Na" advisor
    std::string database;           ///< connection text; empty: the private database
    std::string directory;          ///< of the private database
    std::string deviceClass;
    std::string credentialFile;
    std::string pinFile;
    std::string shopName;
    std::string timeZone;
    std::string currency;
    std::string country;
    std::string kind;     ///< of a report
    std::string period;   ///< of a report: 2026-10-31, 2026-10 or 2026
    std::string out;      ///< file of a report
    std::string language; ///< of a report: en or zh_CN
    std::string outlet;   ///< code of an outlet, or "first"

    /// The word at a place, or UsageError with what is missing.
    [[nodiscard]] const std::string& Word(std::size_t place, const char* missing) const;
    /// True when no connection text was given: the private database of this computer.
    [[nodiscard]] bool UsesPrivateDatabase() const { return database.empty(); }
};

/// Nothing when help was asked for; it is printed then. Throws UsageError.
[[nodiscard]] std::optional<Arguments> ReadArguments(int argc, const char* const* argv);

/// A PIN from --pin-file, from BAYLINE_PIN, or typed without echo: never from the command line, which others can read.
[[nodiscard]] std::string ReadPin(const Arguments& arguments);

} // namespace bayline::admin
