using Pando.Model.Domains;

namespace Pando.Domains.SideProcesses;

/// <summary>
/// One kind of program that runs beside QEMU: which devices of a machine need it, and how it is run. Only it knows the
/// program and its arguments; starting, watching, adopting and ending are the same for all kinds.
/// </summary>
internal interface ISideProgram
{
    /// <summary>A short word for events, the state and logs: <c>virtiofsd</c>.</summary>
    string Kind { get; }

    /// <summary>
    /// What this machine needs of it, in no order. It may prepare what outlives the run (a directory of state), and must bear to do
    /// so again. Refuses by throwing a <see cref="Model.Errors.PandoException"/>.
    /// </summary>
    /// <param name="definition">With an alias for every device.</param>
    /// <param name="directory">The machine's run directory, which others may pass through and not look into.</param>
    /// <param name="cancellationToken">Ends the preparation.</param>
    ValueTask<IReadOnlyList<SideProcessOrder>> PlanAsync(DomainDefinition definition, string directory, CancellationToken cancellationToken);
}
