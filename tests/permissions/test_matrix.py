"""Every address, by everybody: written by hand, apart from the permissions in the code.

Lou teaches at Northside under Pat, the principal; Val helps there; Theo heads Transportation, where
Gus drives; Ada is the District Administrator, Bea the Board officer above her, Tom the Technology
Coordinator, Polly the policy administrator, Hana is in HR, Otto is the auditor; anon is not signed
in. The objects are Lou's, but for the signatures, which are Gus's, and the record of a
refusal, which is Val's.

Programs show a token: to a session, whosever it is, the API answers 401.

y: 200 or, after a form, on to the next page · n: 404 · s: sent to sign in
"""

from __future__ import annotations

from copy import deepcopy

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse
from django.utils.module_loading import import_string

from tests.architecture.test_views import patterns
from tests.permissions.world import build

WHO = "anon lou gus val pat theo ada bea tom polly hana otto"

MATRIX = f"""
                                                      {WHO}
GET  home:today                                       s y y y y y y y y y y y
GET  account_login                                    y y y y y y y y y y y y
GET  account_inactive                                 y y y y y y y y y y y y
GET  account_signup                                   y y y y y y y y y y y y
GET  account_reset_password                           y y y y y y y y y y y y
GET  account_reset_password_done                      y y y y y y y y y y y y
GET  account_reset_password_from_key uid token        y y y y y y y y y y y y
GET  account_reset_password_from_key_done             y y y y y y y y y y y y
GET  account_logout                                   y y y y y y y y y y y y
GET  account_reauthenticate                           s y y y y y y y y y y y
GET  account_change_password                          s y y y y y y y y y y y
GET  account_set_password                             s y y y y y y y y y y y
GET  usersessions_list                                s y y y y y y y y y y y
POST sign_in_end sign_in                              s y y y y y y y y y y y
POST sign_in_end_others                               s y y y y y y y y y y y
GET  socialaccount_connections                        s y y y y y y y y y y y
POST oidc_unlink linked                               s y y y y y y y y y y y
GET  socialaccount_login_cancelled                    y y y y y y y y y y y y
GET  oidc_login provider                              n n n n n n n n n n n n
GET  oidc_again provider                              n n n n n n n n n n n n
GET  oidc_callback provider                           n n n n n n n n n n n n
GET  prove_by_mail                                    s y y y y y y y y y y y
GET  prove_by_mail_open passkey                       s 410 410 410 410 410 410 410 410 410 410 410
GET  mfa_login_webauthn                               s y y y y y y y y y y y
GET  mfa_authenticate                                 s y y y y y y y y y y y
GET  mfa_index                                        s y y y y y y y y y y y
GET  mfa_reauthenticate                               s y y y y y y y y y y y
GET  mfa_activate_totp                                s y y y y y y y y y y y
GET  mfa_deactivate_totp                              s n n n n n n n n n n n
GET  mfa_view_recovery_codes                          s n n n n n n n n n n n
GET  mfa_generate_recovery_codes                      s y y y y y y y y y y y
GET  mfa_list_webauthn                                s y y y y y y y y y y y
GET  mfa_add_webauthn                                 s y y y y y y y y y y y
GET  mfa_reauthenticate_webauthn                      s y y y y y y y y y y y
GET  mfa_remove_webauthn passkey                      s n n n n n n n n n n n
GET  mfa_edit_webauthn passkey                        s n n n n n n n n n n n
GET  people:list                                      s n n n y y y n y y y y
GET  people:me                                        s y y y y y y y y y y y
GET  privacy:kept                                     s y y y y y y y y y y y
GET  privacy:own                                      s y y y y y y y y y y y
GET  people:person lou                                s y n n y n y n y y y y
POST people:invite lou                                s n n n n n y n y n y n
GET  people:language lou                              s n n n n n n n n n y n
GET  people:number unnumbered                         s n n n n n n n n n y n
GET  people:access lou                                s y n n n n y n n n y y
GET  people:roles                                     s n n n n n y n n n y y
GET  people:give_role                                 s n n n n n y n n n n n
GET  people:end_role grant                            s n n n n n y n n n n n
GET  people:delegations                               s y y y y y y y y y y y
GET  people:ask_delegate                              s y y y y y y y y y y y
POST people:accept_delegation delegation              s n n n n y n n n n n n
POST people:decline_delegation delegation             s n n n n y n n n n n n
POST people:end_delegation delegation                 s n n n y y y n n n n n
GET  why                                              s y y y y y y y y y y y
GET  language                                         y y y y y y y y y y y y
POST people:sign_out lou                              s n n n n n y n y n n n
POST people:reset_factors lou                         s n n n n n y n y n n n
GET  people:new                                       s n n n n n n n n n y n
GET  people:act lou act                               s n n n n n n n n n y n
GET  people:act_on_posting lou posting posting_act    s n n n n n n n n n y n
GET  people:supervision lou                           s y y y y y y y y y y y
GET  people:places                                    s y y y y y y y y y y y
GET  people:place place                               s y y y y y y y y y y y
GET  people:place_new                                 s n n n n n y n n n y n
GET  people:place_change place                        s n n n n n y n n n y n
GET  people:place_head place                          s n n n n n y n n n y n
GET  people:place_close place                         s n n n n n y n n n y n
POST people:place_reopen place                        s n n n n n y n n n y n
GET  roster:runs                                      s n n n n n n n y n y n
GET  roster:upload                                    s n n n n n n n y n y n
GET  roster:people_file csv                           s n n n n n n n n n y n
GET  roster:columns unmatched                         s n n n n n n n y n y n
GET  roster:run run                                   s n n n n n n n y n y n
POST roster:apply run                                 s n n n n n n n y n y n
POST roster:confirm run                               s n n n n n n n y n y n
POST roster:again run                                 s n n n n n n n y n y n
POST roster:discard run                               s n n n n n n n y n y n
GET  roster:undo applied                              s n n n n n n n y n y n
GET  policies:list                                    s y y y y y y y y y y y
GET  policies:references                              s n n n n n y n n y n n
GET  policies:search                                  s y y y y y y y y y y y
GET  policies:policy slug                             s y y y y y y y y y y y
GET  policies:version slug version                    s y y y y y y y y y y y
GET  policies:fingerprinted slug version              s y y y y y y y y y y y
GET  policies:plain slug version                      s y y y y y y y y y y y
GET  policies:pdf slug version                        s y y y y y y y y y y y
GET  policies:as_of_day slug                          s y y y y y y y y y y y
GET  policies:as_of slug today                        s y y y y y y y y y y y
GET  policies:clause slug key                         s y y y y y y y y y y y
GET  policies:compare slug                            s y y y y y y y y y y y
GET  policies:changes slug version version            s y y y y y y y y y y y
GET  policies:changes to_come later later             s n n n n n y n n y n n
GET  policies:changes_pdf slug version version        s y y y y y y y y y y y
GET  policies:changes_pdf to_come later later         s n n n n n y n n y n n
GET  policies:draft_changes draft                     s y n n n n y n n y n n
GET  policies:import                                  s n n n n n y n n y n n
GET  policies:drafts                                  s n n n n n y n n y n n
POST policies:new                                     s n n n n n y n n y n n
POST policies:revise slug                             s n n n n n y n n y n n
GET  policies:draft draft                             s n n n n n y n n y n n
GET  policies:head draft                              s n n n n n y n n y n n
POST policies:code draft                              s n n n n n y n n y n n
GET  policies:new_clause draft                        s n n n n n y n n y n n
GET  policies:draft_clause draft node                 s n n n n n y n n y n n
POST policies:act draft                               s n n n n n y n n y n n
POST policies:many draft                              s n n n n n y n n y n n
POST policies:undo draft                              s n n n n n y n n y n n
POST policies:redo draft                              s n n n n n y n n y n n
GET  policies:comments draft                          s y n n n n y n n y n n
GET  policies:comment draft comment                   s y n n n n n n n n n n
POST policies:reply draft comment                     s y n n n n y n n y n n
POST policies:resolve draft comment                   s y n n n n y n n y n n
POST policies:reopen draft comment                    s y n n n n y n n y n n
POST policies:delete_comment draft comment            s y n n n n n n n n n n
GET  policies:review draft                            s y n n n n y n n y n n
GET  policies:readers draft                           s n n n n n y n n y n n
POST policies:remind_reader draft opinion             s n n n n n y n n y n n
POST policies:withdraw_question draft opinion         s n n n n n y n n y n n
GET  policies:discussion slug version                 s n n n n n y n n y n n
POST policies:tie draft                               s n n n n n y n n y n n
POST policies:discard draft                           s n n n n n y n n y n n
GET  policies:publish draft                           s n n n n n y n n y n n
POST policies:agree draft                             s n n n n n y n n y n n
POST policies:send_back draft                         s n n n n n y n n y n n
GET  policies:version to_come later                   s n n n n n y n n y n n
GET  policies:policy to_come                          s n n n n n y n n y n n
GET  policies:withdraw to_come later                  s n n n n n y n n y n n
POST policies:draft_again slug version                s n n n n n y n n y n n
GET  policies:rescind slug                            s n n n n n y n n y n n
GET  policies:reviews                                 s n n n n n y n n y n y
GET  policies:reviewed slug                           s n n n n n y n n y n n
GET  policies:settings slug                           s n n n n n y n n y n n
GET  acknowledgments:sign assignment                  s y n n n n n n n n n n
GET  acknowledgments:receipts                         s y y y y y y y y y y y
GET  acknowledgments:receipt signature                s n y n n y y n n n y y
GET  acknowledgments:receipt_pdf signature            s n y n n y y n n n y y
GET  acknowledgments:scan on_paper                    s n y n n n y n n n y y
GET  acknowledgments:mark_mistaken on_paper           s n n n n n y n n n y n
POST acknowledgments:mark_mistaken on_paper           s n n n n n y n n n y n
GET  acknowledgments:paper                            s n n n n n y n n n y n
GET  acknowledgments:print                            s n n n n n y n n n y n
GET  acknowledgments:print_sheets requirement         s n n n n n y n n n y n
GET  acknowledgments:sheets_pdf sheets                s n n n n n n n n n y n
GET  acknowledgments:record_list                      s n n n n n y n n n y n
GET  acknowledgments:record_sheet code                s n n n n n y n n n y n
GET  acknowledgments:kiosk                            y y y y y y y y y y y y
GET  acknowledgments:kiosk_code slip                  y y y y y y y y y y y y
GET  acknowledgments:kiosk_pin                        y y y y y y y y y y y y
GET  acknowledgments:kiosk_again                      y y y y y y y y y y y y
GET  acknowledgments:kiosk_list                       y y y y y y y y y y y y
GET  acknowledgments:kiosk_sign assignment            y y y y y y y y y y y y
POST acknowledgments:kiosk_answer assignment          y y y y y y y y y y y y
GET  acknowledgments:kiosk_stay                       y y y y y y y y y y y y
POST acknowledgments:kiosk_finish                     y y y y y y y y y y y y
GET  acknowledgments:meetings                         s n n n y y y n n n y y
GET  acknowledgments:prepare_meeting                  s n n n y y y n n n y n
GET  acknowledgments:meeting meeting                  s n n n y y y n n n y y
POST acknowledgments:slips meeting                    s n n n n n y n n n y n
POST acknowledgments:end_meeting meeting              s n n n n n y n n n y n
POST acknowledgments:confirm_presence meeting         s n n n y y y n n n n n
GET  acknowledgments:absent seat                      s n n n n y y n n n n n
GET  acknowledgments:reset_pin lou                    s n n n n n n n n n y n
GET  acknowledgments:require slug                     s n n n n n y n n y n n
GET  acknowledgments:requirements                     s n n n n n y n n y y y
GET  acknowledgments:next_year                        s n n n n n y n n y y y
GET  acknowledgments:decide_year                      s n n n n n y n n y n n
POST acknowledgments:start_year                       s n n n n n y n n y n n
GET  acknowledgments:change requirement               s n n n n n y n n y n n
POST acknowledgments:end requirement                  s n n n n n y n n y n n
GET  acknowledgments:answer assignment                s y n n n n n n n n n n
GET  acknowledgments:questions slug version           s n n n n n y n n y n n
GET  acknowledgments:questions to_come later          s n n n n n y n n y n n
GET  acknowledgments:new_question slug version        s n n n n n y n n y n n
GET  acknowledgments:check_question of_question version question s n n n n n y n n y n n
POST acknowledgments:carry_questions slug version     s n n n n n y n n y n n
GET  acknowledgments:preview_questions slug version   s n n n n n y n n y n n
GET  acknowledgments:change_question question         s n n n n n y n n y n n
POST acknowledgments:move_question question place_one s n n n n n y n n y n n
POST acknowledgments:end_question question            s n n n n n y n n y n n
POST acknowledgments:put_back_question ended          s n n n n n y n n y n n
GET  acknowledgments:make_packet                      s n n n n n y n n y n n
GET  acknowledgments:packet packet                    s y n n n n n n n n n n
GET  acknowledgments:change_packet packet             s n n n n n y n n y n n
POST acknowledgments:end_packet packet                s n n n n n y n n y n n
GET  acknowledgments:close assignment                 s n n n y n y n n n y n
GET  acknowledgments:close_as assignment refused      s n n n y n y n n n y n
GET  acknowledgments:close_as assignment exempted     s n n n n n y n n n y n
GET  acknowledgments:closings                         s y y y y y y y y y y y
GET  acknowledgments:closing closing                  s n n y y n y n n n y y
GET  acknowledgments:reopen closing                   s n n n n n y n n n y n
GET  acknowledgments:my_people                        s n n n y y y n n n n n
GET  acknowledgments:nudge_late                       s n n n y y y n n n n n
POST acknowledgments:nudge lou                        s n n n y n y n n n n n
GET  acknowledgments:bundles                          s n n n n n n n n n y y
GET  acknowledgments:bundle_file bundle               s n n n n n n n n n y n
GET  acknowledgments:evidence_of_person lou           s n n n n n n n n n y y
GET  acknowledgments:evidence_of_policy slug          s n n n n n n n n n y y
GET  approvals:requests                               s y y y y y y y y y y y
GET  approvals:new                                    s y y y y y y y y y y y
POST approvals:start kind                             s y y y y y y y y y y y
GET  approvals:promise_list                           s n n n n n y n n y n n
GET  approvals:promise promise                        s n n n n n y n n y n n
GET  approvals:platforms                              s n n n n n y n y n n n
GET  approvals:platform platform                      s n n n n n y n y n n n
GET  approvals:routes                                 s n n n n n y n n n n n
GET  approvals:route kind                             s n n n n n y n n n n n
POST approvals:use_route_again route                  s n n n n n y n n n n n
GET  approvals:request request                        s y n n y n y n n n n y
GET  approvals:discuss request                        s y n n y n n n n n n n
GET  approvals:sent request                           s y n n n n n n n n n n
GET  approvals:details unsent                         s y n n n n n n n n n n
GET  approvals:promises unsent                        s y n n n n n n n n n n
GET  approvals:check unsent                           s y n n n n n n n n n n
POST approvals:withdraw request                       s y n n n n n n n n n n
POST approvals:discard unsent                         s y n n n n n n n n n n
GET  approvals:queue                                  s y y y y y y y y y y y
GET  approvals:decide request                         s y n n y n y n n n n y
GET  speaking:list                                    s y y y y y y y y y y y
GET  speaking:spokesperson spokesperson               s y y y y y y y y y y y
GET  speaking:end spokesperson                        s y n n y n y n n n n n
GET  confirming:list                                  s y y y y y y y y y y y
GET  confirming:recheck recheck                       s y n n n n y n n n n y
GET  exemptions:list                                  s y y y y y y y y y y y
GET  exemptions:exemption exemption                   s y n n y n y n y n n y
GET  exemptions:outcome exemption                     s n n n n n y n y n n n
GET  exemptions:revoke exemption                      s n n n n n y n n n n n
GET  exemptions:call asked_exemption                  s n n n n n y n y n n n
GET  exemptions:meeting about_exemption               s y n n n n y n y n n n
GET  exemptions:invitation about_exemption            s y n n n n y n y n n n
GET  exemptions:cancel about_exemption                s n n n n n y n y n n n
GET  exemptions:minutes about_exemption               s n n n n n y n y n n n
GET  relationships:list                               s y y y y y y y y y y y
GET  relationships:relationship relationship          s y n n y n y n n n n y
GET  relationships:end relationship                   s y n n y n y n n n n n
GET  registry:list                                    s y y y y y y y y y y y
GET  registry:account account                         s y y y y y y y y y y y
GET  registry:notice account                          s y n y n n y n y n n n
GET  registry:notice_copy notice                      s y n y n n y n y n n n
GET  registry:letter es                               s n n n n n y n n y n n
POST registry:restore_letter es none                  s n n n n n y n n y n n
GET  registry:care account                            s y n n n n y n y n n n
POST registry:change account                          s y n n n n n n n n n n
POST registry:ask_to_close account                    s n n y n n n n n n n n
GET  registry:confirm account                         s y n n n n n n n n n n
GET  registry:handover left_account                   s n n n y n y n n n n n
GET  registry:yearly checked_account                  s y n n n n n n n n n n
GET  registry:suspend account                         s n n n n n y n y n n n
GET  registry:close account                           s y n n n n y n n n n n
GET  registry:reopen closed_account                   s n n n n n y n n n n n
GET  official:check                                   y y y y y y y y y y y y
GET  official:list                                    y y y y y y y y y y y y
GET  official:json                                    y y y y y y y y y y y y
GET  official:csv                                     y y y y y y y y y y y y
GET  questions:list                                   s y y y y y y y y y y y
GET  questions:ask slug version                       s y y y y y y y y y y y
GET  questions:paper slug version                     s y y y y y y y y y y y
GET  questions:of_policy slug                         s n n n n n n n n y n n
GET  questions:question asked_question                s y n n y n n n n y n n
GET  questions:question asked_sheet                   s y n n y n n n n y y n
GET  questions:hand_on asked_question                 s n n n y n n n n n n n
POST questions:close asked_question                   s y n n y n n n n n n n
POST questions:hand_over asked_sheet                  s n n n y n n n n n y n
GET  questions:publish asked_question                 s n n n n n n n n y n n
GET  questions:withdraw asked_before                  s n n n n n n n n y n n
GET  claiming:list                                    s n n n n n y n y n n n
GET  claiming:file                                    s n n n n n y n y n n n
GET  claiming:upload                                  s n n n n n y n y n n n
GET  claiming:template                                s n n n n n y n y n n n
GET  claiming:sheet existing_sheet                    s n n n n n y n y n n n
POST claiming:discard existing_sheet                  s n n n n n y n y n n n
GET  claiming:new                                     s n n n n n y n y n n n
GET  claiming:account existing                        s n n n n n y n y n n n
GET  claiming:step existing naming                    s n n n n n y n y n n n
GET  claiming:claim asked_account                     s y n n n n n n n n n n
GET  not_official:list                                y y y y y y y y y y y y
GET  impostors:list                                   s n n n n n y n y n n n
GET  impostors:case impostor                          s n n n n n y n y n n n
GET  impostors:step impostor noted                    s n n n n n y n y n n n
GET  impostors:add_captures impostor                  s n n n n n y n y n n n
GET  impostors:capture capture                        s n n n n n y n y n n n
GET  impostors:take_away capture                      s n n n n n y n y n n n
GET  impostor_report:new                              y y y y y y y y y y y y
GET  impostor_report:thanks                           y y y y y y y y y y y y
GET  concerns:list                                    s y y y y y y y y y y y
GET  concerns:existing                                s n n n n n n n y n n y
GET  concerns:start                                   s y y y y y y y y y y y
GET  concerns:new concern_kind                        s y y y y y y y y y y y
GET  concerns:draft concern_draft                     s y n n n n n n n n n n
POST concerns:discard concern_draft                   s y n n n n n n n n n n
GET  concerns:sent concern                            s y n n n n n n n n n n
GET  concerns:concern concern                         s y n n y n y n n n n n
GET  concerns:file concern concern_file               s y n n y n y n n n n n
GET  concerns:picture concern concern_file            s y n n y n y n n n n n
GET  concerns:add_files concern                       s n n n y n y n n n n n
GET  concerns:tell_more concern                       s y n n n n n n n n n n
GET  concerns:student concern                         s n n n y n y n n n n n
POST concerns:student concern                         s n n n y n y n n n n n
GET  concerns:record concern concern_act              s n n n y n y n n n n n
POST concerns:record concern concern_act              s n n n y n y n n n n n
GET  concerns:add concern                             s n n n y n y n n n n n
GET  concerns:remove concern_joined concern_added     s n n n y n y n n n y n
GET  concerns:close concern                           s n n n y n y n n n n n
GET  concerns:reopen concern                          s n n n y n y n n n n n
GET  concerns:does_not_apply concern concern_duty     s n n n y n y n n n n n
GET  concerns:packs                                   s n n n n n y n n n n n
GET  concerns:pack_sample                             s n n n n n y n n n n n
GET  concerns:pack state_pack                         s n n n n n y n n n n n
GET  concerns:pack_file state_pack                    s n n n n n y n n n n n
POST concerns:pack_use state_pack                     s n n n n n y n n n n n
POST concerns:pack_end state_pack                     s n n n n n y n n n n n
GET  reports:acknowledgments                          s n n n y y y n n y y y
GET  reports:dashboard                                s n n n y y y n n y y y
GET  reports:acknowledgments_file csv                 s n n n y y y n n y y y
POST reports:acknowledgments_file csv                 s n n n y y y n n y y y
GET  reports:exports                                  s n n n y y y n n y y y
GET  reports:remind                                   s n n n y y y n n n y n
GET  reports:views                                    s n n n y y y n n y y y
GET  reports:save_view                                s n n n y y y n n y y y
POST reports:save_view                                s n n n y y y n n y y y
GET  reports:rename_view saved_view                   s n n n n n n n n n y n
POST reports:rename_view saved_view                   s n n n n n n n n n y n
POST reports:delete_view saved_view                   s n n n n n n n n n y n
GET  reports:export_file export                       s n n n n n n n n n y n
GET  api:reference                                    y y y y y y y y y y y y
GET  api:openapi                                      y y y y y y y y y y y y
GET  api:tokens                                       s n n n n n y n y y y n
GET  api:new_token                                    s n n n n n y n y y y n
POST api:new_token                                    s n n n n n y n y y y n
GET  api:revoke_token program_token                   s n n n n n y n y n y n
POST api:revoke_token program_token                   s n n n n n y n y n y n
GET  api:policies                                   401 401 401 401 401 401 401 401 401 401 401 401
GET  api:policy slug                                401 401 401 401 401 401 401 401 401 401 401 401
GET  api:versions slug                              401 401 401 401 401 401 401 401 401 401 401 401
GET  api:clauses slug version                       401 401 401 401 401 401 401 401 401 401 401 401
GET  api:people                                     401 401 401 401 401 401 401 401 401 401 401 401
GET  api:assignments                                401 401 401 401 401 401 401 401 401 401 401 401
GET  api:signatures                                 401 401 401 401 401 401 401 401 401 401 401 401
GET  api:requests                                   401 401 401 401 401 401 401 401 401 401 401 401
GET  api:accounts                                   401 401 401 401 401 401 401 401 401 401 401 401
GET  api:nowhere elsewhere                            n n n n n n n n n n n n
GET  records:home                                     s n n n n n y n y n n y
GET  records:schedule one                             s n n n n n y n y n n y
POST records:begin                                    s n n n n n y n n n n n
GET  records:draft                                    s n n n n n y n n n n n
GET  records:new_class                                s n n n n n y n n n n n
GET  records:class draft_class                        s n n n n n y n n n n n
POST records:remove_class draft_class                 s n n n n n y n n n n n
POST records:discard                                  s n n n n n y n n n n n
GET  records:adopt                                    s n n n n n y n n n n n
GET  records:record record_kind record                s n n n n n y n y n n y
GET  records:rule record_kind record                  s n n n n n y n n n n n
GET  records:archived record_kind record              s n n n n n y n y n n n
GET  records:not_archived record_kind record          s n n n n n y n y n n n
GET  records:hold_record record_kind record           s n n n n n y n n n n n
GET  records:due                                      s n n n n n y n y n n y
GET  records:runs                                     s n n n n n y n y n n y
GET  records:run disposal                             s n n n n n y n y n n y
POST records:confirm disposal                         s n n n n n n n y n n n
GET  records:refuse disposal                          s n n n n n n n y n n n
GET  records:withdraw disposal                        s n n n n n y n n n n n
GET  records:stop disposal                            s n n n n n y n y n n n
GET  records:gone                                     s n n n n n y n y n n y
GET  records:holds                                    s n n n n n y n n n n y
GET  records:place_hold                               s n n n n n y n n n n n
GET  records:hold hold                                s n n n n n y n n n n y
GET  records:lift_hold hold                           s n n n n n y n n n n n
GET  trail:search                                     s n n n n n y n n n y y
GET  trail:csv                                        s n n n n n y n n n y y
GET  operations:health                                s n n n n n y n y n n n
GET  operations:backups                               s n n n n n y n y n n n
POST operations:key_put_away key_of_concerns          s n n n n n n n y n n n
GET  setup:overview                                   s n n n n n y n y n n n
GET  setup:concerns                                   s n n n n n y n y n n n
GET  setup:district                                   s n n n n n y n y n n n
GET  setup:look                                       s n n n n n y n y n n n
GET  setup:year                                       s n n n n n y n y n n n
GET  setup:days                                       s n n n n n y n y n n n
GET  setup:mail                                       s n n n n n y n y n n n
GET  setup:mail_texts                                 s n n n n n y n n y n n
GET  setup:mail_text digest                           s n n n n n y n n y n n
POST setup:mail_restore digest none                   s n n n n n y n n y n n
GET  setup:manual                                     s n n n n n y n y n n n
GET  setup:accounts                                   s n n n n n y n y n n n
GET  setup:people                                     s n n n n n y n n n n n
GET  setup:first                                      s s s s s s s s s s s s
GET  setup:first_district                             s s s s s s s s s s s s
GET  setup:first_look                                 s s s s s s s s s s s s
GET  setup:first_year                                 s s s s s s s s s s s s
GET  setup:first_days                                 s s s s s s s s s s s s
GET  setup:first_mail                                 s s s s s s s s s s s s
GET  setup:first_people                               s s s s s s s s s s s s
GET  setup:first_roster                               s s s s s s s s s s s s
GET  setup:first_finish                               s s s s s s s s s s s s
GET  setup:first_done                                 y y y y y y y y y y y y
GET  setup:logo logo                                  y y y y y y y y y y y y
GET  setup:colors colors                              y y y y y y y y y y y y
GET  jobs:job job                                     s y n n n n n n n n n n
POST jobs:cancel job                                  s y n n n n n n n n n n
GET  mailing:log                                      s n n n n n y n y n y n
GET  mailing:message message                          s n n n n n y n y n y n
POST mailing:resend message                           s n n n n n y n y n y n
POST mailing:leave message                            s n n n n n y n y n y n
GET  mailing:again                                    s n n n n n y n y n y n
GET  mailing:bounce message                           s n n n n n y n y n y n
POST mailing:arrived message                          s n n n n n y n y n y n
GET  inbox:list                                       s y y y y y y y y y y y
GET  inbox:message message                            s y n n n n n n n n n n
POST inbox:open message                               s y n n n n n n n n n n
POST inbox:unread message                             s y n n n n n n n n n n
POST inbox:read_all                                   s y y y y y y y y y y y
GET  robots                                           y y y y y y y y y y y y
GET  ui:accessibility                                 y y y y y y y y y y y y
GET  help:index                                       y y y y y y y y y y y y
GET  help:topic topic                                 y y y y y y y y y y y y
"""
ELSEWHERE = {
    "ui:styleguide",
    "ui:styleguide_form",
    "ui:styleguide_task",
    "demo:outbox",
    "demo:mail",
    "official:answer",
}
"""What exists only while developing or in the demo, or answers only when asked something; their own
tests open them."""

LINES = [line.split() for line in MATRIX.strip().splitlines()]
NAMES, ROWS = LINES[0], LINES[1:]
COUNT = len(NAMES)


@pytest.mark.thorough
def test_the_matrix_holds(cast, client):
    cache.clear()
    world = build(cast)
    differences = {}
    for place, who in enumerate(NAMES):
        if who != "anon":
            client.force_login(getattr(cast, who))
        cookies = deepcopy(client.cookies)
        for row in ROWS:
            method, name, *arguments = row[:-COUNT]
            address = reverse(name, args=[world[argument] for argument in arguments])
            client.cookies = deepcopy(cookies)
            found, expected = _ask(client, method, address), row[-COUNT:][place]
            if found != expected:
                differences[f"{method} {name}", who] = found
        client.logout()
    assert differences == {}


def _ask(client, method, address):
    """The letter of the answer; what the asking changed, signing out too, is taken back."""
    with transaction.atomic():
        response = getattr(client, method.lower())(address)
        transaction.set_rollback(True)
    return _letter(response)


def _letter(response):
    location = response.headers.get("Location", "")
    if response.status_code == 302 and location.startswith(reverse("account_login")):
        return "s"
    return {200: "y", 302: "y", 404: "n"}.get(response.status_code, str(response.status_code))


def test_every_address_is_in_the_matrix():
    named = {row[1] for row in ROWS} | ELSEWHERE
    prefixes = {}
    for resolver in import_string("district_portal.urls.urlpatterns"):
        space = getattr(resolver, "namespace", None)
        for pattern in patterns(resolver) if hasattr(resolver, "url_patterns") else [resolver]:
            prefixes[pattern.name if space is None else f"{space}:{pattern.name}"] = pattern
    assert set(prefixes) - named == set()
    assert named - set(prefixes) - ELSEWHERE == set()


def test_the_cast_of_the_matrix_is_whole(cast):
    assert set(NAMES) - {"anon"} == set(cast.people()) - {"mia", "left"}


def test_who_left_is_a_stranger(cast, client):
    client.force_login(cast.left)
    assert client.get("/").status_code in (302, 404)
    assert settings.LOGIN_URL
