using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Ports;
using Pando.Model.State;

namespace Pando.Domains;

/// <summary>
/// All machines of this host, as the surfaces see them. Reading never waits: not for a machine, not for a lock.
/// Every change goes through the machine's own driver; what its state forbids is refused at once with a
/// <see cref="Model.Errors.CallerException"/> that names the reason (<c>domain.already-running</c>…).
/// </summary>
public interface IDomains
{
    /// <summary>Every machine, by name.</summary>
    IReadOnlyList<DomainView> List();

    /// <summary>One machine by name, uuid, or null. A name is tried first.</summary>
    DomainView? Find(string nameOrId);

    /// <summary>One machine by name or uuid; throws <c>domain.not-found</c>.</summary>
    DomainView Get(string nameOrId);

    /// <summary>
    /// The definition as it would be stored: read, checked, completed, with addresses. Changes nothing.
    /// Throws <c>definition.…</c> with line and element, or what <see cref="DefineAsync"/> would throw.
    /// </summary>
    Task<DomainDefinition> PreviewAsync(string xml, CancellationToken cancellationToken = default);

    /// <summary>Stores a definition: a new machine, or a new version of one with the same uuid and name.</summary>
    /// <param name="xml">libvirt domain XML.</param>
    /// <param name="expectedVersion">The version the caller had read; another one now throws <c>domain.changed-meanwhile</c>. Null: whatever it is; 0: must be new.</param>
    /// <param name="by">Who and why.</param>
    /// <param name="change">What the caller does, for the list of versions: <c>define</c>, <c>edit</c>, <c>install</c>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<DomainView> DefineAsync(string xml, int? expectedVersion, Caller by, string change = "define", CancellationToken cancellationToken = default);

    /// <summary>Starts a machine that is never stored and is gone when it ends.</summary>
    Task<IDomainTask> CreateTransientAsync(string xml, StartRequest start, Caller by, CancellationToken cancellationToken = default);

    /// <summary>
    /// Makes a machine with its disks and seed of one request: one job, undone as a whole when it fails.
    /// </summary>
    Task<IDomainTask> InstallAsync(InstallOrder order, Caller by, CancellationToken cancellationToken = default);

    /// <summary>The XML that <see cref="InstallAsync"/> would define; changes nothing.</summary>
    Task<DomainDefinition> PreviewInstallAsync(InstallOrder order, CancellationToken cancellationToken = default);

    /// <summary>
    /// Asks a machine for something. Accepted or refused at once, from its state and what is queued already;
    /// what is accepted goes on when the caller does not wait for it.
    /// </summary>
    IDomainTask Request(DomainId id, DomainRequest request, Caller by);

    /// <summary>
    /// Saves a machine and ends it, as <see cref="SaveRequest"/>; another definition in the order is looked through first.
    /// Throws <c>save.incompatible</c>.
    /// </summary>
    Task<IDomainTask> SaveAsync(DomainId id, SaveOrder order, Caller by, CancellationToken cancellationToken = default);

    /// <summary>
    /// Brings a machine back from a file. One that is not stored here is transient. Throws <c>save.damaged</c>,
    /// <c>domain.already-running</c>, and <c>domain.name-taken</c> or <c>domain.uuid-taken</c> where it is another machine's by that.
    /// </summary>
    Task<IDomainTask> RestoreSavedAsync(RestoreOrder order, Caller by, CancellationToken cancellationToken = default);

    /// <summary>The definition in a file of a saved machine. Throws <c>save.damaged</c>.</summary>
    Task<DomainDefinition> SavedDefinitionAsync(string path, CancellationToken cancellationToken = default);

    /// <summary>The definition in a machine's managed save. Throws <c>save.no-managed</c>.</summary>
    Task<DomainDefinition> ManagedSaveDefinitionAsync(DomainId id, CancellationToken cancellationToken = default);

    /// <summary>
    /// Replaces the definition in a file; what the guest sees must stay. Throws <c>save.incompatible</c>, <c>save.text-too-long</c>.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="xml">The definition.</param>
    /// <param name="running">Whether the guest runs when it is restored; null: as the file says.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task RedefineSavedAsync(string path, string xml, bool? running, Caller by, CancellationToken cancellationToken = default);

    /// <summary>The same in a machine's managed save.</summary>
    Task RedefineManagedSaveAsync(DomainId id, string xml, bool? running, Caller by, CancellationToken cancellationToken = default);

    /// <summary>What is being done to a machine now, its last word of how far it is; null for nothing.</summary>
    Model.Jobs.JobRecord? RunningJob(DomainId id);

    /// <summary>Whether the machine starts when the daemon first starts after a boot of the host.</summary>
    Task<DomainView> SetAutostartAsync(DomainId id, bool autostart, CancellationToken cancellationToken = default);

    /// <summary>All versions of its definition, oldest first.</summary>
    Task<IReadOnlyList<DefinitionVersion>> VersionsAsync(DomainId id, CancellationToken cancellationToken = default);

    /// <summary>Stores an old version again, as a new one. Throws <c>domain.version-not-found</c>.</summary>
    /// <param name="id">The machine.</param>
    /// <param name="version">The old version.</param>
    /// <param name="expectedVersion">The version that is current now, as <see cref="DefineAsync"/> has it.</param>
    /// <param name="by">Who and why.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<DomainView> RevertAsync(DomainId id, int version, int? expectedVersion, Caller by, CancellationToken cancellationToken = default);

    /// <summary>Machines in the trash, the last one first.</summary>
    Task<IReadOnlyList<TrashedDefinition>> ListTrashAsync(CancellationToken cancellationToken = default);

    /// <summary>Takes a machine out of the trash with its files, under its name or another. Answers with a job.</summary>
    Task<IDomainTask> RestoreAsync(string trashIdOrName, string? newName, Caller by, CancellationToken cancellationToken = default);

    /// <summary>Deletes what is in the trash under that id or name for good.</summary>
    Task<IDomainTask> PurgeAsync(string trashIdOrName, Caller by, CancellationToken cancellationToken = default);

    /// <summary>
    /// Opens a console of a running machine: what the guest writes and what is typed. It is one viewer's at a time.
    /// Throws <c>domain.no-console</c>, <c>domain.not-running</c>, or <c>domain.console-in-use</c> when another viewer stays.
    /// </summary>
    /// <param name="id">The machine.</param>
    /// <param name="device">An alias (<c>serial0</c>), or null for the first one.</param>
    /// <param name="force">Whether another that is looking at it is sent away.</param>
    /// <param name="cancellationToken">Ends the wait for a viewer that is just leaving.</param>
    Task<IConsoleAttachment> AttachConsoleAsync(DomainId id, string? device, bool force, CancellationToken cancellationToken = default);
}

/// <summary>
/// One machine at one moment: asked, in force, observed. Parts of it are immutable and may be kept.
/// </summary>
/// <param name="Id">Its uuid.</param>
/// <param name="Name">Its name.</param>
/// <param name="Asked">What was asked for last; null for a transient machine.</param>
/// <param name="Version">The version of <paramref name="Asked"/>; 0 for a transient machine.</param>
/// <param name="Live">What is in force; null when no process runs.</param>
/// <param name="State">What is observed.</param>
/// <param name="Autostart">Whether it starts with the host.</param>
public sealed record DomainView(
    DomainId Id, string Name, DomainDefinition? Asked, int Version, LiveDomain? Live, DomainState State, bool Autostart)
{
    /// <summary>What a machine that is not stored is run with.</summary>
    public DomainDefinition? Transient { get; init; }

    /// <summary>The consoles that somebody is connected to, by alias.</summary>
    public IReadOnlyCollection<string> ConsolesInUse { get; init; } = [];

    /// <summary>The programs beside QEMU (<see cref="LiveDomain.SideProcesses"/>) that have ended while the machine runs, by name.</summary>
    public IReadOnlyCollection<string> EndedBeside { get; init; } = [];

    /// <summary>Whether its memory was saved and the next start goes on from it.</summary>
    public bool ManagedSave { get; init; }

    /// <summary>The definition that describes it best now: in force while it runs, else asked.</summary>
    public DomainDefinition Definition => Live?.Definition ?? Asked ?? Transient ?? throw new InvalidOperationException("A machine has a definition.");

    /// <summary>Whether a definition is stored.</summary>
    public bool Persistent => Asked is not null;
}

/// <summary>Something that was accepted and is being done.</summary>
public interface IDomainTask
{
    /// <summary>The durable job it became, as soon as it has begun; null for what is a single command to QEMU.</summary>
    Task<IRunningJob?> Job { get; }

    /// <summary>The machine afterwards; throws what it failed of. Purged and undefined machines answer their last view.</summary>
    Task<DomainView> Completion { get; }
}

/// <summary>One viewer of a console. Disposing leaves it.</summary>
public interface IConsoleAttachment : IAsyncDisposable
{
    /// <summary>
    /// What the guest writes, first what it wrote lately. Ends when the machine ends or another viewer took the console by force.
    /// A viewer that does not read loses output; the guest does not wait for it.
    /// </summary>
    IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellationToken = default);

    /// <summary>Whether it ended because another viewer took the console by force.</summary>
    bool TakenOver => false;

    /// <summary>Types into the guest.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default);
}
