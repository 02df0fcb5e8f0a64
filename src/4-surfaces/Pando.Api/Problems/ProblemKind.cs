using System.Text.Json.Serialization;
using Pando.Api.Json;

namespace Pando.Api.Problems;

/// <summary>What sort of failure it is, for programs that don't know every code.</summary>
[JsonConverter(typeof(ProblemKindWords))]
public enum ProblemKind
{
    /// <summary>What was asked is malformed or impossible (400).</summary>
    Invalid,

    /// <summary>The thing named does not exist (404).</summary>
    NotFound,

    /// <summary>A thing of that name or identity exists already (409).</summary>
    Exists,

    /// <summary>The state of the thing forbids it now (409), or it was changed in between (412).</summary>
    Refused,

    /// <summary>Not allowed to (401, 403).</summary>
    Denied,

    /// <summary>More than a limit allows (413, 429).</summary>
    TooMuch,

    /// <summary>This host or this version cannot do it (501).</summary>
    Unsupported,

    /// <summary>Cancelled on request (409).</summary>
    Cancelled,

    /// <summary>QEMU or another program said no; its words are in <see cref="Problem.PeerWords"/> (502).</summary>
    PeerRefused,

    /// <summary>QEMU or another program did not answer within the limit (504).</summary>
    PeerSilent,

    /// <summary>The machinery failed: I/O, a lost connection, a broken store (500).</summary>
    Broken,

    /// <summary>No space, no memory, no descriptors (507).</summary>
    Exhausted,
}

internal sealed class ProblemKindWords() : EnumWordsConverter<ProblemKind>(
    "invalid", "not-found", "exists", "refused", "denied", "too-much", "unsupported", "cancelled", "peer-refused", "peer-silent", "broken", "exhausted");
