namespace Pando.Model.Errors;

/// <summary>The caller was wrong: a bad definition, a state that forbids it, a name that is not there.</summary>
public sealed class CallerException : PandoException
{
    /// <summary>Makes one of a code and the facts of its sentence.</summary>
    public CallerException(ErrorCode code, params ErrorFact[] facts) : base(code, facts, null, null) { }

    /// <summary>Makes one that was caused by another failure.</summary>
    public CallerException(ErrorCode code, Exception? cause, params ErrorFact[] facts) : base(code, facts, null, cause) { }
}

/// <summary>A peer (QEMU, qemu-img, another program) said no or did not answer; its own words are kept.</summary>
public sealed class PeerException : PandoException
{
    /// <summary>Makes one with what the peer said.</summary>
    public PeerException(ErrorCode code, string? peerWords, params ErrorFact[] facts) : base(code, facts, peerWords, null) { }

    /// <summary>Makes one with what the peer said and the failure it reached us by.</summary>
    public PeerException(ErrorCode code, string? peerWords, Exception? cause, params ErrorFact[] facts)
        : base(code, facts, peerWords, cause) { }
}

/// <summary>The machinery failed: I/O, a lost connection, a full disk, a broken store.</summary>
public sealed class MachineryException : PandoException
{
    /// <summary>Makes one of a code and the facts of its sentence.</summary>
    public MachineryException(ErrorCode code, params ErrorFact[] facts) : base(code, facts, null, null) { }

    /// <summary>Makes one caused by a failure of the runtime or the system, whose words are kept.</summary>
    public MachineryException(ErrorCode code, Exception? cause, params ErrorFact[] facts)
        : base(code, facts, cause?.Message, cause) { }
}
