//! The rules of two sheets, field by field, by the names and ids that they have.

use std::collections::BTreeSet;

use super::{ChangeTopic, Changes};
use crate::tariff::written::{Rule, Written, WrittenSheet};

type Side<'s> = (&'s WrittenSheet, &'s Rule);

pub(super) fn compare(old: Side<'_>, new: Side<'_>, changes: &mut Changes) {
    let mut walk = Walk { old: old.0, new: new.0, changes };
    walk.value(&mut Vec::new(), Some(old.1), Some(new.1));
}

struct Walk<'w, 'c> {
    old: &'w WrittenSheet,
    new: &'w WrittenSheet,
    changes: &'c mut Changes,
}

impl Walk<'_, '_> {
    fn value(&mut self, path: &mut Vec<String>, old: Option<&Rule>, new: Option<&Rule>) {
        match (old, new) {
            (Some(old), Some(new)) => self.both(path, old, new),
            // A table that came or went is told field by field only where it is a list of services or zones.
            (Some(one), None) | (None, Some(one)) if path.len() < 2 => {
                for (name, rule) in one.entries() {
                    path.push(name.to_owned());
                    let (was, is) =
                        if old.is_some() { (Some(rule), None) } else { (None, Some(rule)) };
                    self.value(path, was, is);
                    path.pop();
                }
            }
            _ => self.note(path, old, new),
        }
    }

    fn both(&mut self, path: &mut Vec<String>, old: &Rule, new: &Rule) {
        match (&old.value, &new.value) {
            (Written::Table(_), Written::Table(_)) => {
                let names = names(old.entries().chain(new.entries()).map(|(name, _)| name));
                for name in names {
                    let (was, is) = (old.get(&name), new.get(&name));
                    path.push(name);
                    self.value(path, was, is);
                    path.pop();
                }
            }
            (Written::List(_), _) | (_, Written::List(_)) => self.lists(path, old, new),
            _ => self.note(path, Some(old), Some(new)),
        }
    }

    /// Lists are matched by the id of their items, or by the texts that they hold; their order is told by neither.
    fn lists(&mut self, path: &mut Vec<String>, old: &Rule, new: &Rule) {
        let (was, is) = (old.items(), new.items());
        let key = ["id", "use", "from"].into_iter().find(|key| {
            let all = was.iter().chain(is).all(|item| item.get(key).is_some());
            all && distinct(was, key) && distinct(is, key)
        });
        if let Some(key) = key {
            let name = |item: &Rule| {
                item.get(key).map(|rule| rule.to_string().trim_matches('"').to_owned())
            };
            let all = names_of(was.iter().chain(is).filter_map(name));
            for one in all {
                let find = |items: &[Rule]| {
                    items.iter().find(|item| name(item).as_ref() == Some(&one)).cloned()
                };
                let (before, after) = (find(was), find(is));
                path.push(one);
                self.value(path, before.as_ref(), after.as_ref());
                path.pop();
            }
            // What a percent is of, or which of a group is charged, may depend on the order.
            let order = |items: &[Rule]| items.iter().filter_map(name).collect::<Vec<_>>();
            let (before, after) = (order(was), order(is));
            let common = |order: &[String], other: &[String]| {
                order.iter().filter(|one| other.contains(one)).cloned().collect::<Vec<_>>()
            };
            let (was, is) = (common(&before, &after), common(&after, &before));
            if was != is {
                path.push("order".to_owned());
                self.write(path, Some(was.join(", ")), Some(is.join(", ")));
                path.pop();
            }
        } else if was.iter().chain(is).all(|item| item.as_text().is_some()) {
            let texts = |items: &[Rule], sheet: &WrittenSheet| {
                items.iter().map(|item| shown(item, sheet)).collect::<BTreeSet<_>>()
            };
            let (before, after) = (texts(was, self.old), texts(is, self.new));
            for gone in before.difference(&after) {
                self.write(path, Some(gone.clone()), None);
            }
            for come in after.difference(&before) {
                self.write(path, None, Some(come.clone()));
            }
        } else {
            self.note(path, Some(old), Some(new));
        }
    }

    fn note(&mut self, path: &[String], old: Option<&Rule>, new: Option<&Rule>) {
        let (old, new) =
            (old.map(|rule| shown(rule, self.old)), new.map(|rule| shown(rule, self.new)));
        self.write(path, old, new);
    }

    fn write(&mut self, path: &[String], old: Option<String>, new: Option<String>) {
        let name = |place: usize| path.get(place).map(String::as_str);
        let topic = match (name(0), name(2)) {
            (Some("sheet"), _) => ChangeTopic::Sheet,
            (Some("tax"), _) => ChangeTopic::Tax,
            (Some("zone" | "zones" | "set"), _) => ChangeTopic::Zone,
            (_, Some("weight")) => ChangeTopic::Weight,
            (_, Some("limits" | "least")) => ChangeTopic::Limit,
            (_, Some("surcharges" | "discount" | "minimum" | "flat" | "rows")) => {
                ChangeTopic::Surcharge
            }
            (_, Some("transit")) => ChangeTopic::Transit,
            _ => ChangeTopic::Service,
        };
        let of_service = name(0) == Some("service");
        let service = name(1).filter(|_| of_service);
        let rest = path.get(if of_service { 2 } else { 0 }..).unwrap_or_default();
        let what = if rest.is_empty() { "service".to_owned() } else { rest.join(".") };
        self.changes.note(topic, service, what, old, new);
    }
}

/// As written; a file is called by what follows the name of its sheet.
fn shown(rule: &Rule, sheet: &WrittenSheet) -> String {
    rule.to_string().replace(&format!("{}.", sheet.stem()), "")
}

fn distinct(items: &[Rule], key: &str) -> bool {
    let keys: BTreeSet<_> =
        items.iter().filter_map(|item| item.get(key)).map(ToString::to_string).collect();
    keys.len() == items.len()
}

fn names<'n>(all: impl Iterator<Item = &'n str>) -> Vec<String> {
    names_of(all.map(str::to_owned))
}

/// Each once, in the order in which they come.
fn names_of(all: impl Iterator<Item = String>) -> Vec<String> {
    let mut known = BTreeSet::new();
    all.filter(|name| known.insert(name.clone())).collect()
}
