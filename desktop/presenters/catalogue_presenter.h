// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalogue_table.h"
#include "desktop/presenters/catalogue_forms.h"
#include "desktop/presenters/same_try.h"
#include "desktop/presenters/session.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace bayline::desktop {

enum class CatalogueSection
{
    Labour,
    Parts,
    Packages,
    Rules,
};

/// A form as it stood before the person typed into it.
template <class Form>
struct Shown
{
    Form form;
    /// Runs when the save was refused because somebody else changed the same: what stands there now.
    std::function<void(const Form& now)> clashed{};
};

/// What the shop sells: operations, parts, packages and the rules of their prices; import and export. UI thread only.
class CataloguePresenter final
{
public:
    struct ImportProgress
    {
        std::size_t taken = 0;
        std::size_t whole = 0;
        bool stopping = false;
        bool waiting = false; ///< for the database to come back
    };

    struct State
    {
        bool loaded = false;
        int reads = 0; ///< grows with every answer
        std::string problem;
        CatalogueSection section = CatalogueSection::Labour;
        std::string filter;
        std::vector<core::CatalogueItem> items;
        std::vector<core::CataloguePackage> packages;
        core::PriceRules rules;
        std::vector<core::Refusal> refusals;
        bool saving = false;
        std::string said; ///< what was done last, in words
        std::optional<ImportProgress> importing;
    };

    /// `shown`: whether anybody sees the catalogue; news wait while nobody does, and Refresh brings them.
    CataloguePresenter(
        Context& context, std::function<void()> changed, std::function<bool()> shown = [] { return true; });

    [[nodiscard]] const State& Now() const { return m_state; }
    /// A manager at a desk; others read.
    [[nodiscard]] bool MayEdit() const;
    /// Advisors and managers receive and count parts.
    [[nodiscard]] bool MayMoveStock() const;
    /// A bay PC shows no prices.
    [[nodiscard]] bool ShowsPrices() const { return !m_context.bayPc; }

    void Refresh();
    void Go(CatalogueSection section);
    void Filter(const std::string& text);
    /// Items of the present section that the filter leaves.
    [[nodiscard]] std::vector<const core::CatalogueItem*> Items() const;
    [[nodiscard]] std::vector<const core::CataloguePackage*> Packages() const;
    [[nodiscard]] const core::CatalogueItem* Find(core::CatalogueItemId id) const;
    [[nodiscard]] const core::CatalogueItem* FindCode(const std::string& code) const;
    [[nodiscard]] const core::CataloguePackage* Find(core::PackageId id) const;
    /// "¥468.00", or that the rules make it.
    [[nodiscard]] std::string PriceText(const core::CatalogueItem& item) const;
    /// A package's own price, or the sum of its lines at today's prices.
    [[nodiscard]] std::string PriceText(const core::CataloguePackage& package) const;

    /// With `shown` only what differs from it is changed: what others changed meanwhile stays, and a field that both
    /// changed is refused. Without, the form is a new entry.
    void Save(const ItemForm& form, std::function<void()> done = {}, std::optional<Shown<ItemForm>> shown = {});
    void Save(const PackageForm& form, std::function<void()> done = {}, std::optional<Shown<PackageForm>> shown = {});
    void Save(const RulesForm& form, std::function<void()> done = {}, std::optional<Shown<RulesForm>> shown = {});
    /// Quantity and cost as typed.
    void Receive(core::CatalogueItemId item, const std::string& quantity, const std::string& cost,
                 const std::string& note, std::function<void()> done = {});
    void Count(core::CatalogueItemId item, const std::string& counted, const std::string& note,
               std::function<void()> done = {});
    [[nodiscard]] std::string SayAt(std::string_view field) const;
    /// A refusal that belongs to none of these fields.
    [[nodiscard]] std::string SayOutside(const std::vector<std::string_view>& fields) const;

    /// Reads an .xlsx or .csv file and says what it would change, packages in their section, else items; nothing is
    /// written.
    void ReadImport(const std::string& path, std::function<void(core::CatalogueImport)> done);
    /// Takes over the rows that are good, some at a time, so that this PC's other work and other PCs go on meanwhile.
    /// `told` is called after each step. While the database is away it waits, and goes on by itself. What an import
    /// that ends early has taken stays; the same file once more takes the rest.
    void TakeImport(core::CatalogueImport import, std::function<void()> told = {});
    /// After the rows that are just on their way.
    void StopImport();
    /// Writes the whole catalogue, or all packages in their section; the name's end says the format.
    void Export(const std::string& path);

private:
    struct Read
    {
        std::vector<core::CatalogueItem> items;
        std::vector<core::CataloguePackage> packages;
        core::PriceRules rules;
    };
    using Work = std::function<core::Outcome<db::Appended>(db::Connection&, const db::Session&, core::OperationId)>;
    using Operation = std::function<core::OperationId()>; ///< asked only when nothing else is being saved

    void Hear(const News& news);
    void Run(const Operation& operation, Work work, std::function<void()> done,
             const std::function<void()>& clashed = {});
    void Refuse(std::vector<core::Refusal> refusals);
    void TakeSomeRows();
    void EndImport();
    void Take(Read read);

    Context& m_context;
    std::function<void()> m_changed;
    std::function<bool()> m_shown;
    State m_state;
    SameTry m_try;
    bool m_stale = false; ///< there are news since the read on its way began
    RequestSlot m_load;
    RequestSlot m_save;
    RequestSlot m_file;
    RequestSlot m_rows;
    core::CatalogueImport m_import;
    db::Session m_importer; ///< who began it; it goes on in that name when they have left the PC
    std::function<void()> m_importTold;
    Subscription m_news;
};

} // namespace bayline::desktop
