namespace Pando.Model.Errors;

/// <summary>
/// What a surface needs to know of an error to choose its own status: an HTTP status, a virErrorNumber,
/// an exit code. The kinds of one family stand together.
/// </summary>
public enum ErrorKind
{
    /// <summary>Caller: what was asked is malformed or impossible (HTTP 400).</summary>
    Invalid,

    /// <summary>Caller: the thing named does not exist (HTTP 404).</summary>
    NotFound,

    /// <summary>Caller: a thing of that name or identity exists already (HTTP 409).</summary>
    Exists,

    /// <summary>Caller: the state of the thing, or what is queued for it, forbids it now (HTTP 409).</summary>
    Refused,

    /// <summary>Caller: not allowed to (HTTP 403).</summary>
    Denied,

    /// <summary>Caller: more than a limit allows (HTTP 413 or 429).</summary>
    TooMuch,

    /// <summary>Caller: this host or this version cannot do it (HTTP 501).</summary>
    Unsupported,

    /// <summary>Caller: cancelled on request (HTTP 409).</summary>
    Cancelled,

    /// <summary>Peer: QEMU or another program said no; its words are kept (HTTP 502).</summary>
    PeerRefused,

    /// <summary>Peer: it did not answer within the limit (HTTP 504).</summary>
    PeerSilent,

    /// <summary>Machinery: I/O, a lost connection, a broken store (HTTP 500).</summary>
    Broken,

    /// <summary>Machinery: no space, no memory, no descriptors (HTTP 507).</summary>
    Exhausted,
}
