using Pando.Model.Errors;

namespace Pando.Networks.Tracing;

/// <summary>How it is with a hop.</summary>
public enum HopStatus
{
    /// <summary>Packets pass it.</summary>
    Pass,

    /// <summary>It may be why they do not.</summary>
    Warn,

    /// <summary>They do not pass it.</summary>
    Fail,
}

/// <summary>A place that packets of a guest come by.</summary>
/// <param name="Hop">Which: <c>card</c>, <c>tap</c>, <c>bridge</c>… (<see cref="Model.Networks.TraceTexts"/> has its name).</param>
/// <param name="Status">How it is with it.</param>
/// <param name="Finding">The name of what was found, under which its text is.</param>
/// <param name="Facts">What its text is filled in with.</param>
public sealed record TraceHop(string Hop, HopStatus Status, string Finding, IReadOnlyList<ErrorFact> Facts);

/// <summary>Something that a trace can find.</summary>
/// <param name="Name">Its name, the hop's before a dot.</param>
/// <param name="Status">What that means.</param>
internal sealed record TraceFinding(string Name, HopStatus Status)
{
    public TraceHop With(params ErrorFact[] facts) => new(Name[..Name.IndexOf('.', StringComparison.Ordinal)], Status, Name, facts);
}
