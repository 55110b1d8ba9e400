//! Where shops are killed, before which carriers, and what they want there.

use crate::script::{Fault, Look, Script, Stop};
use crate::shop::{Back, Wanted};
use crate::wires::{Class, Kind, plain};

/// What the shop does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Story {
    /// It buys a label and takes it back.
    Back,
    /// It buys three parcels, of which the carrier may refuse the third.
    Parcels,
    /// Its first try is turned away.
    Again,
}

/// Where it is killed: `name`, or `name:2` for the second time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Point {
    pub(super) story: Story,
    /// Where a process before it was killed; `None`: it is the first.
    pub(super) before: Option<&'static str>,
    pub(super) at: &'static str,
    /// Whether it is only met where the third parcel is refused.
    pub(super) undoes: bool,
}

const fn in_story(story: Story, at: &'static str) -> Point {
    Point { story, before: None, at, undoes: false }
}

const fn undoing(at: &'static str) -> Point {
    Point { undoes: true, ..in_story(Story::Parcels, at) }
}

const fn after(before: &'static str, point: Point) -> Point {
    Point { before: Some(before), ..point }
}

const POINTS: [Point; 34] = [
    in_story(Story::Back, "void.intended"),
    in_story(Story::Back, "void.asking"),
    in_story(Story::Back, "wire.back"),
    in_story(Story::Back, "wire.back_decided"),
    in_story(Story::Back, "void.answered"),
    in_story(Story::Back, "void.noted"),
    after("void.answered", in_story(Story::Back, "void.held")),
    after("void.answered", in_story(Story::Back, "void.answered")),
    after("void.asking", in_story(Story::Back, "void.noted")),
    in_story(Story::Parcels, "group.begun"),
    in_story(Story::Parcels, "group.part:2"),
    in_story(Story::Parcels, "group.part:3"),
    in_story(Story::Parcels, "begin.before_commit:3"),
    in_story(Story::Parcels, "buy.answered:2"),
    in_story(Story::Parcels, "group.ending"),
    after("group.part:3", in_story(Story::Parcels, "group.held")),
    undoing("group.undoing"),
    undoing("group.undo_noted"),
    undoing("group.taking_back"),
    undoing("group.taking_back:2"),
    undoing("void.intended"),
    undoing("void.asking"),
    undoing("void.answered"),
    undoing("void.noted"),
    undoing("group.taken_back"),
    undoing("group.ended"),
    after("group.undo_noted", undoing("group.held")),
    after("group.undo_noted", undoing("group.taking_back:2")),
    in_story(Story::Again, "again.prepared"),
    in_story(Story::Again, "again.committed"),
    in_story(Story::Again, "buy.sending:2"),
    in_story(Story::Again, "buy.answered:2"),
    in_story(Story::Again, "buy.noted:2"),
    after("again.committed", in_story(Story::Again, "settle.abandoning")),
];

/// How the carrier behaves; what that means is the story's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Behaviour {
    Answers,
    LostAfter,
    LostBefore,
    /// It takes nothing back; where that is not asked for it sells late.
    Keeps,
    /// Of several parcels it sells all, and an answer is lost.
    SellsAll,
    /// Of several parcels it turns the third away for a while, and a void's answer is lost.
    TurnsAway,
}

const BEHAVIOURS: [Behaviour; 6] = [
    Behaviour::Answers,
    Behaviour::LostAfter,
    Behaviour::LostBefore,
    Behaviour::Keeps,
    Behaviour::SellsAll,
    Behaviour::TurnsAway,
];

/// One kill.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    pub(super) seed: u64,
    pub(super) nth: usize,
    pub(super) point: Point,
    pub(super) class: Class,
    pub(super) behaviour: Behaviour,
}

impl Cell {
    /// All cells of a seed, in an order of its own.
    pub(super) fn all(seed: u64) -> Vec<Self> {
        let mut all = Vec::new();
        let turn = usize::try_from(seed).unwrap();
        for (row, point) in POINTS.into_iter().enumerate() {
            for (column, behaviour) in BEHAVIOURS.into_iter().enumerate() {
                let is_met = match behaviour {
                    Behaviour::SellsAll => point.story == Story::Parcels && !point.undoes,
                    Behaviour::TurnsAway => point.undoes,
                    _ => true,
                };
                if !is_met {
                    continue;
                }
                let class = [Class::Dedups, Class::Findable, Class::Blind];
                let class = class[(row + column + turn) % class.len()];
                all.push(Self { seed, nth: all.len(), point, class, behaviour });
            }
        }
        fastrand::Rng::with_seed(seed).shuffle(&mut all);
        all
    }

    /// Made-up circumstances: the same for the same cell.
    pub(super) fn random(&self) -> fastrand::Rng {
        fastrand::Rng::with_seed(self.seed * 1_000 + self.nth as u64)
    }

    pub(super) fn kind(&self) -> Kind {
        let mut kinds = plain::kinds();
        kinds.retain(|kind| kind.class == self.class);
        let nth = self.random().usize(0..kinds.len());
        kinds.swap_remove(nth)
    }

    pub(super) fn script(&self) -> Script {
        let mut random = self.random();
        let fault = match self.behaviour {
            Behaviour::LostAfter | Behaviour::SellsAll | Behaviour::TurnsAway => Fault::LostAfter,
            Behaviour::LostBefore => Fault::LostBefore,
            Behaviour::Keeps if self.point.story == Story::Again => {
                Fault::Late(random.u64(60..300))
            }
            Behaviour::Answers | Behaviour::Keeps => Fault::Answers,
        };
        let (sales, returns) = match self.point.story {
            Story::Back => (Vec::new(), vec![fault]),
            Story::Parcels if self.behaviour == Behaviour::TurnsAway => {
                let mut sales = vec![Fault::Answers, Fault::Answers];
                // As often as a journal tries.
                sales.extend([Fault::Unwelcome; 3]);
                (sales, vec![fault])
            }
            Story::Parcels => (vec![Fault::Answers, fault], vec![fault]),
            // What is looked for and not found was not sent either.
            Story::Again if self.class == Class::Findable && random.bool() => {
                (vec![Fault::LostBefore, fault], Vec::new())
            }
            Story::Again => (vec![Fault::Unwelcome, fault], Vec::new()),
        };
        let look = Look { unfiltered: random.bool(), fails: random.u32(0..2), ..Look::default() };
        let stop = match self.point.at {
            "wire.back" => Some(Stop::Back),
            "wire.back_decided" => Some(Stop::BackDecided),
            _ => None,
        };
        Script { sell: sales, back: returns, look, stop, keeps: self.keeps(), ..Script::default() }
    }

    pub(super) fn keeps(&self) -> bool {
        self.behaviour == Behaviour::Keeps && self.point.story != Story::Again
    }

    pub(super) fn refuses_the_third(&self) -> bool {
        let sells = [Behaviour::SellsAll, Behaviour::TurnsAway].contains(&self.behaviour);
        self.point.story == Story::Parcels && !sells
    }

    /// The purchase, and where it does not disturb the counting a neighbour that is kept.
    pub(super) fn wanted(&self) -> Vec<Wanted> {
        let mut wanted = Wanted::nth(1);
        if self.point.story == Story::Back {
            wanted.back = Back::Yes;
        }
        if self.point.story == Story::Parcels {
            let third = if self.refuses_the_third() { plain::HEAVIEST + 1 } else { 800 };
            wanted.further = vec![700, third];
        }
        let places = [Some(self.point.at), self.point.before];
        let counts =
            |at: &str| !["group.", "void.", "wire."].iter().any(|word| at.starts_with(word));
        let alone = places.into_iter().flatten().any(counts);
        let neighbour = Wanted { after: self.random().u64(0..40), ..Wanted::nth(2) };
        [wanted].into_iter().chain((!alone).then_some(neighbour)).collect()
    }

    /// What only a person can end.
    pub(super) fn may_leave_work(&self) -> bool {
        self.class == Class::Blind || (self.keeps() && self.point.story == Story::Parcels)
    }
}
