// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/catalogue_presenter.h"

#include "core/failure.h"
#include "core/package_table.h"
#include "desktop/presenters/sheet_file.h"
#include "reports/sheet_reader.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <utility>

namespace bayline::desktop {

namespace {

constexpr std::size_t kMostBytes = 20U << 20U;

core::Outcome<std::vector<std::uint8_t>> ReadFile(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    std::vector<std::uint8_t> bytes;
    if (file) {
        bytes.assign(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
    if (!file || bytes.empty() || bytes.size() > kMostBytes) {
        return core::Refusal{.code = "import.file",
                             .sentence = N_("The file cannot be read, is empty, or is larger than 20 MB."),
                             .arguments = {},
                             .field = "file"};
    }
    return bytes;
}

core::Outcome<core::TextTable> ReadTable(const std::string& path)
{
    auto bytes = ReadFile(path);
    if (!bytes) {
        return bytes.Refusals();
    }
    const auto& content = bytes.Value();
    return IsXlsx(path) ? reports::ReadXlsx(content)
                        : core::ParseCsv({reinterpret_cast<const char*>(content.data()), content.size()});
}

/// Which columns of a table hold amounts and which quantities, by core's order.
struct NumberColumns
{
    std::vector<std::size_t> money;
    std::vector<std::size_t> quantities;
    std::vector<std::size_t> wide;
};

const NumberColumns kItemColumns{.money = {5, 8}, .quantities = {4, 19}, .wide = {2, 3}};
const NumberColumns kPackageColumns{.money = {9, 13}, .quantities = {12}, .wide = {1, 2, 3, 8}};

bool Has(const std::vector<std::size_t>& columns, std::size_t column)
{
    return std::find(columns.begin(), columns.end(), column) != columns.end();
}

/// Amounts and hours as real numbers for a spreadsheet program.
reports::SheetCell CellOf(const NumberColumns& columns, std::size_t column, const std::string& text)
{
    if (Has(columns.money, column)) {
        if (const auto money = core::ParseMoney(text)) {
            return {.text = {}, .value = money->minor, .unit = core::KpiUnit::Money};
        }
    }
    if (Has(columns.quantities, column)) {
        if (const auto quantity = core::ParseQuantity(text)) {
            return {.text = {}, .value = quantity->milli, .unit = core::KpiUnit::Hours};
        }
    }
    return {.text = text};
}

reports::Sheet SheetOf(const core::TextTable& table, const std::string& name, const NumberColumns& columns,
                       bool numbers)
{
    reports::Sheet sheet{.name = name, .columns = table.front(), .widths = {}, .rows = {}};
    for (std::size_t column = 0; column < table.front().size(); ++column) {
        sheet.widths.push_back(Has(columns.wide, column) ? 30 : 14);
    }
    for (std::size_t row = 1; row < table.size(); ++row) {
        std::vector<reports::SheetCell> cells;
        for (std::size_t column = 0; column < table[row].size(); ++column) {
            cells.push_back(numbers ? CellOf(columns, column, table[row][column])
                                    : reports::SheetCell{table[row][column]});
        }
        sheet.rows.push_back(std::move(cells));
    }
    return sheet;
}

} // namespace

void CataloguePresenter::ReadImport(const std::string& path, std::function<void(core::CatalogueImport)> done)
{
    m_state.refusals.clear();
    m_state.said.clear();
    Start(
        m_context.jobs, m_file,
        [path, shop = m_context.shop, packages = m_state.section == CatalogueSection::Packages,
         translate = m_context.translate](db::Connection& connection) -> core::Outcome<core::CatalogueImport> {
            const auto table = ReadTable(path);
            if (!table) {
                return table.Refusals();
            }
            const auto items = db::LoadWholeCatalogue(connection);
            return packages ? core::ReadPackageTable(table.Value(), db::LoadPackages(connection), items, translate)
                            : core::ReadCatalogueTable(table.Value(), items, shop, translate);
        },
        [this, done = std::move(done)](core::Outcome<core::CatalogueImport> import) {
            if (import) {
                done(std::move(import).Value());
            } else {
                Refuse(import.Refusals());
            }
        },
        [this](const core::Failure& failure) {
            m_state.problem = m_context.Say(failure);
            m_changed();
        });
}

void CataloguePresenter::TakeImport(core::CatalogueImport import, std::function<void()> told)
{
    const auto rows = import.items.size() + import.packages.size();
    if (m_state.importing || rows == 0) {
        return;
    }
    m_state.refusals.clear();
    m_state.problem.clear();
    m_state.said.clear();
    m_state.importing = ImportProgress{.taken = 0, .whole = rows, .stopping = false, .waiting = false};
    m_import = std::move(import);
    m_importer = SessionOf(m_context);
    m_importTold = std::move(told);
    m_changed();
    TakeSomeRows();
}

void CataloguePresenter::StopImport()
{
    if (m_state.importing) {
        m_state.importing->stopping = true;
    }
}

void CataloguePresenter::TakeSomeRows()
{
    // About a fifth of a second of the database's time.
    constexpr std::size_t kRowsAtOnce = 200;
    const auto from = m_state.importing->taken;
    const auto until = std::min(from + kRowsAtOnce, m_state.importing->whole);
    const auto part = [from, until](const auto& rows) {
        using Rows = std::decay_t<decltype(rows)>;
        return Rows(rows.begin() + static_cast<std::ptrdiff_t>(std::min(from, rows.size())),
                    rows.begin() + static_cast<std::ptrdiff_t>(std::min(until, rows.size())));
    };
    const auto before = [](const auto& rows, const auto& all) {
        std::decay_t<decltype(all)> known;
        for (const auto& row : rows) {
            if (const auto found = all.find(row.id); found != all.end()) {
                known.insert(*found);
            }
        }
        return known;
    };
    auto items = part(m_import.items);
    auto packages = part(m_import.packages);
    auto itemsBefore = before(items, m_import.itemsBefore);
    auto packagesBefore = before(packages, m_import.packagesBefore);
    // A file has rows of one kind.
    Start(
        m_context.jobs, m_rows,
        [items = std::move(items), packages = std::move(packages), itemsBefore = std::move(itemsBefore),
         packagesBefore = std::move(packagesBefore), session = m_importer,
         operation = core::OperationId::New()](db::Connection& connection) {
            return packages.empty() ? db::PutCatalogueItems(connection, session, operation, items, itemsBefore)
                                    : db::PutPackages(connection, session, operation, packages, packagesBefore);
        },
        [this, until](const core::Outcome<db::Appended>& outcome) {
            auto& progress = *m_state.importing;
            progress.waiting = false;
            if (outcome) {
                progress.taken = until;
            } else {
                m_state.problem = m_context.Say(outcome.Refusals().front());
            }
            if (m_importTold) {
                m_importTold();
            }
            if (!outcome || progress.stopping || progress.taken == progress.whole) {
                EndImport();
                return;
            }
            TakeSomeRows();
        },
        [this](const core::Failure& failure) {
            m_state.problem = m_context.Say(failure);
            EndImport();
        },
        KeepTrying{[this](const core::Failure&) {
            m_state.importing->waiting = true;
            if (m_importTold) {
                m_importTold();
            }
        }});
}

void CataloguePresenter::EndImport()
{
    const auto ended = *std::exchange(m_state.importing, std::nullopt);
    const auto taken = static_cast<long long>(ended.taken);
    const bool packages = !m_import.packages.empty();
    m_import = {};
    m_importer = {};
    m_importTold = {};
    const auto said = ended.taken < ended.whole
                          ? m_context.Tr(N_("{1} of {2} rows were taken over. The same file once more takes the rest."),
                                         {std::to_string(ended.taken), std::to_string(ended.whole)})
                      : packages
                          ? m_context.Count("{1} package was taken over.", "{1} packages were taken over.", taken)
                          : m_context.Count("{1} row was taken over.", "{1} rows were taken over.", taken);
    if (m_state.problem.empty()) {
        m_state.said = said;
        Refresh();
    } else {
        m_state.problem += " " + said; // until the person asks for the list again
    }
    m_changed();
}

void CataloguePresenter::Export(const std::string& path)
{
    m_state.refusals.clear();
    m_state.said.clear();
    Start(
        m_context.jobs, m_file,
        [path, packages = m_state.section == CatalogueSection::Packages,
         translate = m_context.translate](db::Connection& connection) {
            const auto table = packages ? core::PackageTable(db::LoadPackages(connection), translate)
                                        : core::CatalogueTable(db::LoadWholeCatalogue(connection), translate);
            WriteSheetFile(path, {SheetOf(table, translate(packages ? N_("Packages") : N_("Catalogue")),
                                          packages ? kPackageColumns : kItemColumns, IsXlsx(path))});
            return table.size() - 1;
        },
        [this, path](std::size_t rows) {
            m_state.problem.clear();
            m_state.said = m_context.Count("{1} row was written to {2}.", "{1} rows were written to {2}.",
                                           static_cast<long long>(rows), {path});
            m_changed();
        },
        [this](const core::Failure& failure) {
            m_state.problem = m_context.Say(failure);
            m_changed();
        });
}

} // namespace bayline::desktop
