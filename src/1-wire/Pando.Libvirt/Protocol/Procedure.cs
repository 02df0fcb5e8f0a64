namespace Pando.Libvirt.Protocol;

/// <summary>Which way a call's stream goes, if it has one.</summary>
public enum StreamDirection
{
    /// <summary>It has none.</summary>
    None,

    /// <summary>The client sends.</summary>
    ToServer,

    /// <summary>The server sends.</summary>
    ToClient,
}

/// <summary>What a connection for reading only may do with a procedure.</summary>
public enum ReadOnlyRule
{
    /// <summary>Call it.</summary>
    Allowed,

    /// <summary>Call it, but not with every argument: the server knows.</summary>
    DeniedForSome,

    /// <summary>Not call it.</summary>
    Denied,
}

/// <summary>What is known of a procedure without its messages.</summary>
/// <param name="Program">The number of its program.</param>
/// <param name="Version">The version of its program.</param>
/// <param name="Number">Its own number.</param>
/// <param name="Name">As the protocol names it: <c>DOMAIN_CREATE</c>.</param>
/// <param name="IsEvent">Whether the server sends it by itself.</param>
/// <param name="Stream">Whether a stream belongs to it.</param>
/// <param name="ReadOnly">Whether one may call it who may only read.</param>
/// <param name="HighPriority">Whether it is answered at once: it never waits for a guest.</param>
public sealed record ProcedureFacts(
    uint Program, uint Version, int Number, string Name, bool IsEvent, StreamDirection Stream, ReadOnlyRule ReadOnly, bool HighPriority);

/// <summary>A procedure that can be called.</summary>
/// <typeparam name="TArguments">What it takes.</typeparam>
/// <typeparam name="TResult">What it answers.</typeparam>
/// <param name="Facts">What else is known of it.</param>
public sealed record Procedure<TArguments, TResult>(ProcedureFacts Facts)
    where TArguments : IXdrValue<TArguments>
    where TResult : IXdrValue<TResult>;

/// <summary>A message that the server sends by itself.</summary>
/// <typeparam name="TMessage">What it says.</typeparam>
/// <param name="Facts">What else is known of it.</param>
public sealed record EventMessage<TMessage>(ProcedureFacts Facts)
    where TMessage : IXdrValue<TMessage>;
