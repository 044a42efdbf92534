// SPDX-License-Identifier: GPL-3.0-or-later
#include "programs/admin/arguments.h"

#include "db/private_cluster.h"

#include <boost/program_options.hpp>
#include <termios.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iostream>

namespace bayline::admin {

namespace po = boost::program_options;

namespace {

constexpr auto kHelp = R"help(bayline-admin looks after a shop's database.

  bayline-admin init                              make the database, its roles and tables
  bayline-admin migrate                           bring an older database to this program's version
  bayline-admin staff list
  bayline-admin staff add NUMBER NAME ROLE        role: advisor, technician or manager; --outlet CODE where the person
                                                  usually works
  bayline-admin staff disable NUMBER
  bayline-admin staff set-pin NUMBER
  bayline-admin staff unlock NUMBER               after too many wrong PINs
  bayline-admin device list
  bayline-admin device add NAME --class CLASS     class: desk, bay, relay or admin; --outlet CODE where it stands
  bayline-admin device move NAME CODE             it stands in another outlet from now on
  bayline-admin device revoke NAME
  bayline-admin pair URL CODE                     pair with the customer app by its one-time code
  bayline-admin rotate-key                        replace the key to the customer app; the old one lasts a day
  bayline-admin load-demo                         fill an empty database with a demo shop
  bayline-admin verify                            check everything that must always hold
  bayline-admin space                             tell all PCs how full the database server's disk is; every minute
                                                  from a timer on that computer
  bayline-admin seal                              seal the log now; a close of the day does it by itself
  bayline-admin report --kind KIND --out FILE     figures as .pdf, .xlsx or .csv; kind: day, week, month, quarter,
                                                  year, technicians or advisors; --period 2026-10 or the last one
  bayline-admin report-repairs FILE               China: tell the register of vehicle records about settled bills
  bayline-admin cluster start|stop|status         the private database of this computer

A PIN is read from --pin-file, from the variable BAYLINE_PIN, or asked for.
The program ends with 0 when it is done, 1 when it is not (or verify found something), 2 for a wrong command line and
3 when the database does not answer.

Options)help";

std::string FromEnvironment(const char* name)
{
    const char* value = std::getenv(name);
    return value != nullptr ? value : "";
}

/// Switches the terminal's echo off while it lives.
class NoEcho
{
public:
    NoEcho()
    {
        m_active = ::tcgetattr(STDIN_FILENO, &m_before) == 0;
        if (m_active) {
            auto silent = m_before;
            silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
            ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
        }
    }
    ~NoEcho()
    {
        if (m_active) {
            ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before);
        }
    }
    NoEcho(const NoEcho&) = delete;
    NoEcho& operator=(const NoEcho&) = delete;

private:
    termios m_before{};
    bool m_active = false;
};

po::options_description Visible(Arguments& arguments)
{
    po::options_description options(kHelp);
    options.add_options()("help,h", "Show this text.")(
        "database", po::value(&arguments.database)->default_value(FromEnvironment("BAYLINE_DATABASE")),
        "How to reach the database as its owner, as libpq writes it (host=… dbname=… user=…). The variable "
        "BAYLINE_DATABASE stands in for it. Without either the private database of this computer is used.")(
        "directory", po::value(&arguments.directory)->default_value(db::PrivateCluster::DefaultDirectory().string()),
        "Directory of the private database.")("class", po::value(&arguments.deviceClass), "Class of a new device.")(
        "credential-file", po::value(&arguments.credentialFile),
        "Write the new device's connection text to this file, readable by you alone, instead of the screen.")(
        "pin-file", po::value(&arguments.pinFile), "Read the PIN from the first line of this file.")(
        "shop-name", po::value(&arguments.shopName), "Name of the shop, for init.")(
        "country", po::value(&arguments.country), "Two letters, for init; CN without it.")(
        "time-zone", po::value(&arguments.timeZone), "Time zone of the shop, for init; Asia/Shanghai without it.")(
        "currency", po::value(&arguments.currency),
        "Currency of the shop, for init; CNY without it.")("kind", po::value(&arguments.kind), "Which report.")(
        "period", po::value(&arguments.period),
        "A day, month or year of the report's period: 2026-10-31, 2026-10, 2026.")(
        "out", po::value(&arguments.out), "The report's file; its ending says what it is.")(
        "language", po::value(&arguments.language), "Language of the report: en or zh_CN; English without it.")(
        "outlet", po::value(&arguments.outlet), "Code of an outlet; the first one has none and is called first.");
    return options;
}

} // namespace

const std::string& Arguments::Word(std::size_t place, const char* missing) const
{
    if (place >= words.size()) {
        throw UsageError(missing);
    }
    return words[place];
}

std::optional<Arguments> ReadArguments(int argc, const char* const* argv)
{
    Arguments arguments;
    const auto visible = Visible(arguments);
    po::options_description all;
    all.add(visible).add_options()("words", po::value(&arguments.words));
    po::positional_options_description positions;
    positions.add("words", -1);
    try {
        po::variables_map values;
        po::store(po::command_line_parser(argc, argv).options(all).positional(positions).run(), values);
        if (values.count("help") != 0) {
            std::cout << visible << "\n";
            return std::nullopt;
        }
        po::notify(values);
    } catch (const po::error& error) {
        throw UsageError(error.what());
    }
    if (arguments.words.empty()) {
        throw UsageError("Please say what to do; bayline-admin --help lists the commands.");
    }
    return arguments;
}

std::string ReadPin(const Arguments& arguments)
{
    std::string pin;
    if (!arguments.pinFile.empty()) {
        std::ifstream file(arguments.pinFile);
        if (!std::getline(file, pin)) {
            throw UsageError("The file with the PIN cannot be read.");
        }
        return pin;
    }
    pin = FromEnvironment("BAYLINE_PIN");
    if (pin.empty()) {
        std::cerr << "PIN (six to twelve digits): " << std::flush;
        {
            const NoEcho quiet;
            std::getline(std::cin, pin);
        }
        std::cerr << "\n";
    }
    return pin;
}

} // namespace bayline::admin
