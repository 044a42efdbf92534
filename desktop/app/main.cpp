// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/app/bayline_app.h"

wxIMPLEMENT_APP(bayline::desktop::BaylineApp);
