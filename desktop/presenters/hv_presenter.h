// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/floor_rules.h"
#include "desktop/presenters/work_order_presenter.h"

#include <optional>
#include <string>
#include <vector>

namespace bayline::desktop {

/// One step of the isolation as a person reads it.
struct HvStepView
{
    int number = 0;
    std::string text;
    std::string signedText; ///< "Wang Jianguo, 14:05 · key box"; empty when it is not signed
    bool done = false;
    bool present = false; ///< the next one to be signed
};

/// What is typed for the present step.
struct HvForm
{
    std::string note;
    std::string provedBefore; ///< volts
    std::string measured;
    std::string provedAfter;
    std::string insulation; ///< ohm per volt
    bool toolsOut = false;
    bool coversOn = false;
};

/// The record of a car's high-voltage isolation. UI thread only.
class HvPresenter final
{
public:
    explicit HvPresenter(WorkOrderPresenter& presenter) : m_presenter(presenter) {}

    /// The car has high voltage, and a line of the order needs it off or somebody has begun already.
    [[nodiscard]] bool Concerned() const;
    [[nodiscard]] std::vector<HvStepView> Steps() const;
    /// "Off, verified by …", "Step 5 of 8", "Not isolated".
    [[nodiscard]] std::string Summary() const;
    [[nodiscard]] bool Isolated() const;
    /// The step to be signed next; 0 when the record has to be begun first.
    [[nodiscard]] int PresentStep() const;
    /// Somebody else has begun and is not at zero volts yet: this person can only begin anew.
    [[nodiscard]] bool BeginsAnew() const;
    /// What is left of the waiting time, by the database's clock; nothing when it is not running.
    [[nodiscard]] std::optional<std::chrono::seconds> WaitLeft() const;
    [[nodiscard]] bool MaySign() const { return m_presenter.MayRepair(); }

    void Begin();
    void Sign(const HvForm& form, std::function<void()> done = {});
    void Quarantine(const std::string& reason);
    void EndQuarantine(const std::string& reason);

    Deed sign;
    Deed quarantine;

private:
    [[nodiscard]] core::Instant DatabaseNow() const;
    void Energise(const core::Isolation& isolation, const HvForm& form, std::function<void()> done);

    WorkOrderPresenter& m_presenter;
};

} // namespace bayline::desktop
