// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/checklist_rules.h"
#include "core/outcome.h"
#include "desktop/presenters/context.h"
#include "desktop/presenters/same_try.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace bayline::desktop {

/// The checklists by which cars are inspected: choose one, change its items, publish a new version. For managers; the
/// database checks that again. UI thread only.
class ChecklistPresenter final
{
public:
    /// One item as typed.
    struct ItemForm
    {
        std::string group;
        std::string name;
        std::string position; ///< LF, RF, LR, RR or empty
        bool measured = false;
        std::string unit;
        bool higherIsBetter = true;
        std::string green;
        bool greenExclusive = true; ///< exactly this value is not good yet
        std::string red;
        bool redInclusive = false; ///< exactly this value is bad already
        bool photoRequired = false;
        std::string models; ///< a line each: make, model, drive, good, bad
        friend bool operator==(const ItemForm&, const ItemForm&) = default;
    };

    struct State
    {
        std::vector<core::Checklist> checklists; ///< as published, by name
        core::Checklist draft;                   ///< the chosen one with the changes made here
        int versionSeen = 0;
        core::ItemId chosen; ///< nil: no item is chosen
        ItemForm form;
        int formVersion = 0;                         ///< grows when the form was filled here, not by typing
        std::map<std::string, std::string> problems; ///< field of the form → sentence
        std::string message;
        bool failed = false;
        bool mayChange = false;
        bool loaded = false;
        bool changed = false; ///< something is not published yet
    };

    ChecklistPresenter(Context& context, std::function<void()> changed);

    [[nodiscard]] const State& Now() const { return m_state; }
    [[nodiscard]] bool Busy() const { return m_save.Busy(); }

    void Load();
    /// Changes that are not published are given up.
    void ChooseChecklist(std::size_t index);
    void NewChecklist();
    void Rename(const std::string& name, const std::vector<core::Powertrain>& powertrains);

    void ChooseItem(core::ItemId id);
    /// A new item of the chosen one's group, behind it.
    void AddItem();
    void RemoveItem();
    /// Moves the chosen item one place up (-1) or down (1).
    void MoveItem(int by);
    /// Takes the form into the chosen item; false, with the problems set, when a field is not understood.
    bool TakeForm(const ItemForm& form);
    void Publish();

private:
    void Fill();
    void Take(core::Checklist checklist, int version);
    void Changed();
    [[nodiscard]] std::vector<core::ChecklistItem>::iterator Chosen();
    void Refuse(const std::vector<core::Refusal>& refusals);

    Context& m_context;
    std::function<void()> m_changed;
    State m_state;
    int m_draftNo = 0; ///< grows with each change of the draft
    SameTry m_try;
    RequestSlot m_load;
    RequestSlot m_save;
};

} // namespace bayline::desktop
