// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/delivery.h"
#include "core/outcome.h"
#include "core/shop.h"
#include "desktop/presenters/context.h"
#include "desktop/presenters/floor_settings.h"
#include "desktop/presenters/local_settings.h"
#include "desktop/presenters/same_try.h"
#include "sync/pairing.h"

#include <functional>
#include <map>
#include <string>

namespace bayline::desktop {

/// The shop's data, the tie to the customer app, and what belongs to this PC.
class SettingsPresenter final
{
public:
    /// What the composition root provides.
    struct Doors
    {
        /// Exchanges a one-time code for credentials. Not on the UI thread; throws Failure.
        std::function<core::Outcome<sync::Pairing>(const std::string& url, const std::string& code)> pair;
        /// UI thread; the pairing has been stored.
        std::function<void()> paired = [] {};
        std::function<LocalSettings()> localSettings;
        /// Keeps them and puts them into effect as far as possible without a restart. Throws Failure.
        std::function<void(const LocalSettings&)> keepLocalSettings;
        /// Tries a connection of the relay's role. Not on the UI thread; throws Failure.
        std::function<core::Outcome<bool>(const std::string& conninfo)> tryRelayDatabase = [](const std::string&) {
            return core::Outcome<bool>(true);
        };
        /// The private database or the command line says already how this PC sends.
        bool ownRelayDatabase = false;
        /// Runs slow work beside the worker, so that the board does not wait for it, then `done` on the UI thread.
        std::function<void(std::function<void()> work, std::function<void()> done)> aside =
            [](const std::function<void()>& work, const std::function<void()>& done) {
                work();
                done();
            };
    };

    /// The shop's fields as typed.
    struct Form
    {
        std::string name;
        std::string address;
        std::string phone;
        std::string taxId;
        std::string bank;
        std::string bankAccount;
        bool pricesIncludeTax = true;
        std::string taxRate;
        std::string labourRate;
        std::string quoteValidDays;
        std::string idleLockMinutes;
        std::string warrantyText;
        std::string invoiceFooter;
        std::string bigDiscount; ///< percent
        std::string serviceMonths;
        std::string serviceKm;
        FloorForm floor{};
        friend bool operator==(const Form&, const Form&) = default;
    };

    struct State
    {
        Form form;
        int formVersion = 0;
        LocalSettings local;
        bool paired = false;
        std::string appUrl;
        std::map<std::string, std::string> problems; ///< field → sentence
        std::string shopMessage;
        std::string pairingMessage;
        bool pairingFailed = false;
        std::string localMessage;
        std::string relayMessage; ///< of the last try of the relay's connection
        bool relayFailed = false;
        bool relayBusy = false;
        bool ownRelay = false;      ///< Doors::ownRelayDatabase
        bool mayChangeShop = false; ///< managers only
        bool loaded = false;
        bool localRead = false; ///< of this PC; also where the shop's data cannot be read, as on a bay PC
    };

    SettingsPresenter(Context& context, Doors doors, std::function<void()> changed);

    [[nodiscard]] const State& Now() const { return m_state; }
    [[nodiscard]] bool Busy() const { return m_save.Busy() || m_pair.Busy() || m_pairing; }
    void Load();
    void SaveShop(const Form& form);
    void Pair(const std::string& url, const std::string& code);
    /// Takes over what the form shows: language, font, folder of photos, sending. The rest stays as it is by now.
    void SaveLocal(const LocalSettings& typed);
    /// The language has changed, and the windows with it.
    void SayLanguageChanged();
    /// Says whether the connection could send from this PC; saves nothing.
    void TryRelay(const std::string& conninfo);

private:
    struct Paired;

    [[nodiscard]] std::optional<core::Shop> Read(const Form& form);
    void TakePairing(const Paired& paired);
    void StorePairing(const sync::Pairing& pairing);
    void SayPairingFailed(const std::string& sentence);

    Context& m_context;
    Doors m_doors;
    std::function<void()> m_changed;
    State m_state;
    core::Shop m_before;
    SameTry m_try;
    RequestSlot m_load;
    RequestSlot m_save;
    RequestSlot m_pair;
    bool m_pairing = false;                                  ///< the customer app is being asked
    std::shared_ptr<bool> m_here = std::make_shared<bool>(); ///< gone with the presenter: answers come too late
};

} // namespace bayline::desktop
