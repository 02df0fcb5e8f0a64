using System.Collections.Concurrent;
using Pando.Domains;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.Model.State;
using Pando.Model.Xml;

namespace Pando.Rest.Tests.Serving;

/// <summary>Machines that are nothing but their views: what the surface asks of them is written down.</summary>
internal sealed partial class FakeDomains : IDomains
{
    private static readonly DateTimeOffset Then = new(2026, 11, 2, 12, 3, 0, TimeSpan.Zero);

    public ConcurrentDictionary<string, DomainView> Machines { get; } = new(StringComparer.Ordinal);

    public ConcurrentQueue<(string Name, DomainRequest Request, Caller By)> Requests { get; } = new();

    public List<TrashedDefinition> Trash { get; } = [];

    public Dictionary<DomainId, List<DefinitionVersion>> Versions { get; } = [];

    public FakeConsole Console { get; } = new();

    /// <summary>What a request becomes; null: done at once.</summary>
    public Func<DomainView, DomainRequest, IDomainTask>? OnRequest { get; set; }

    /// <summary>What the next call fails of.</summary>
    public Exception? Failure { get; set; }

    /// <summary>What was defined last.</summary>
    public string? LastXml { get; private set; }

    public string? LastForcedDevice { get; private set; }

    public DomainView Add(string name, bool running = false)
    {
        var definition = new DomainDefinition
        {
            Name = name,
            Id = DomainId.New(),
            MemoryKiB = 524_288,
            CurrentMemoryKiB = 524_288,
            Vcpus = 2,
            VcpusCurrent = 2,
            Title = "A machine",
        };
        return Put(definition, 1, running);
    }

    public IReadOnlyList<DomainView> List() => [.. Machines.Values.OrderBy(view => view.Name, StringComparer.Ordinal)];

    public DomainView? Find(string nameOrId) =>
        Machines.TryGetValue(nameOrId, out var view) ? view : Machines.Values.FirstOrDefault(view => view.Id.ToString() == nameOrId);

    public DomainView Get(string nameOrId)
    {
        ThrowWhatIsWanted();
        return Find(nameOrId) ?? throw new CallerException(ErrorCodes.Domain.NotFound, ("name", nameOrId));
    }

    public Task<DomainDefinition> PreviewAsync(string xml, CancellationToken cancellationToken = default)
    {
        ThrowWhatIsWanted();
        return Task.FromResult(DomainXml.Read(xml));
    }

    public Task<DomainView> DefineAsync(
        string xml, int? expectedVersion, Caller by, string change = "define", CancellationToken cancellationToken = default)
    {
        LastXml = xml;
        var definition = DomainXml.Read(xml);
        var version = Find(definition.Name)?.Version ?? 0;
        if (expectedVersion is { } expected && expected != version)
        {
            throw new CallerException(ErrorCodes.Domain.ChangedMeanwhile, ("name", definition.Name));
        }
        var view = Put(definition, version + 1, running: false);
        Versions.TryAdd(view.Id, []);
        Versions[view.Id].Add(new DefinitionVersion(version + 1, Then, by.Name, by.Reason, change, xml));
        return Task.FromResult(view);
    }

    public Task<IDomainTask> CreateTransientAsync(string xml, StartRequest start, Caller by, CancellationToken cancellationToken = default)
    {
        var view = Put(DomainXml.Read(xml), 0, running: true) with { Asked = null };
        return Task.FromResult<IDomainTask>(new FakeTask(view));
    }

    public InstallOrder? Installed { get; private set; }

    public Task<IDomainTask> InstallAsync(InstallOrder order, Caller by, CancellationToken cancellationToken = default)
    {
        Installed = order;
        return Task.FromResult<IDomainTask>(new FakeTask(Add(order.Name, order.Start)));
    }

    public Task<DomainDefinition> PreviewInstallAsync(InstallOrder order, CancellationToken cancellationToken = default)
    {
        var made = order.CloudInit is null ? order.Disks.Length : order.Disks.Length + 1;
        return Task.FromResult(new DomainDefinition
        {
            Name = order.Name,
            Id = DomainId.New(),
            MemoryKiB = order.MemoryKiB ?? (1 << 20),
            CurrentMemoryKiB = order.MemoryKiB ?? (1 << 20),
            Vcpus = order.Vcpus ?? 1,
            VcpusCurrent = order.Vcpus ?? 1,
            Os = new OsDefinition { Machine = "q35" },
            Devices = new DomainDevices
            {
                Disks = Enumerable.Range(0, made).Select(number => new DiskDevice { TargetName = $"vd{(char)('a' + number)}", FilePath = $"/images/{number}" }).ToEquatableArray(),
            },
        });
    }

    public IDomainTask Request(DomainId id, DomainRequest request, Caller by)
    {
        ThrowWhatIsWanted();
        var view = Machines.Values.Single(view => view.Id == id);
        Requests.Enqueue((view.Name, request, by));
        if (request is UndefineRequest undefine)
        {
            if (undefine.ExpectedVersion is { } expected && expected != view.Version)
            {
                throw new CallerException(ErrorCodes.Domain.ChangedMeanwhile, ("name", view.Name));
            }
            Machines.TryRemove(view.Name, out _);
            Trash.Insert(0, Trashed(view, by));
        }
        return OnRequest?.Invoke(view, request) ?? new FakeTask(view);
    }

    public Task<DomainView> SetAutostartAsync(DomainId id, bool autostart, CancellationToken cancellationToken = default)
    {
        var view = Machines.Values.Single(view => view.Id == id) with { Autostart = autostart };
        Machines[view.Name] = view;
        return Task.FromResult(view);
    }

    public Task<IReadOnlyList<DefinitionVersion>> VersionsAsync(DomainId id, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<DefinitionVersion>>(Versions.GetValueOrDefault(id) ?? []);

    public async Task<DomainView> RevertAsync(DomainId id, int version, int? expectedVersion, Caller by, CancellationToken cancellationToken = default)
    {
        var old = Versions[id].Single(known => known.Number == version);
        return await DefineAsync(old.Text, expectedVersion, by, $"revert to {version}", cancellationToken);
    }

    public Task<IReadOnlyList<TrashedDefinition>> ListTrashAsync(CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<TrashedDefinition>>([.. Trash]);

    public Task<IDomainTask> RestoreAsync(string trashIdOrName, string? newName, Caller by, CancellationToken cancellationToken = default)
    {
        var item = Trash.Single(item => item.TrashId == trashIdOrName);
        Trash.Remove(item);
        return Task.FromResult<IDomainTask>(new FakeTask(Add(newName ?? item.Definition.Name)));
    }

    public Task<IDomainTask> PurgeAsync(string trashIdOrName, Caller by, CancellationToken cancellationToken = default)
    {
        var item = Trash.Single(item => item.TrashId == trashIdOrName);
        Trash.Remove(item);
        var definition = new DomainDefinition { Name = item.Definition.Name, MemoryKiB = 1, CurrentMemoryKiB = 1, Vcpus = 1, VcpusCurrent = 1 };
        return Task.FromResult<IDomainTask>(new FakeTask(View(definition, 1, running: false)));
    }

    public Task<IConsoleAttachment> AttachConsoleAsync(DomainId id, string? device, bool force, CancellationToken cancellationToken = default)
    {
        ThrowWhatIsWanted();
        LastForcedDevice = force ? device : null;
        return Task.FromResult<IConsoleAttachment>(Console);
    }

    public DomainView Put(DomainDefinition definition, int version, bool running) =>
        Machines[definition.Name] = View(definition, version, running);

    private static DomainView View(DomainDefinition definition, int version, bool running)
    {
        var live = new LiveDomain(
            definition, version, new GuestProcess(4711, 1, "boot"), new AcceleratorVerdict(Accelerator.Tcg, "no /dev/kvm", "no-device"), Then, false, []);
        var state = new DomainState(
            running ? DomainPhase.Running : DomainPhase.Off, running ? DomainPhaseReason.Booted : DomainPhaseReason.IoError, Then, Then);
        return new DomainView(definition.Id, definition.Name, definition, version, running ? live : null, state, Autostart: false);
    }

    private static TrashedDefinition Trashed(DomainView view, Caller by) => new(
        Guid.NewGuid().ToString("N"), new StoredDefinition(view.Id.Value, view.Name, "", view.Version, new Dictionary<string, string>()),
        Then, by.Name, [new TrashedFile("/images/a.qcow2", "/images/.trash/a.qcow2", 4096)]);

    private void ThrowWhatIsWanted()
    {
        if (Failure is { } failure)
        {
            Failure = null;
            throw failure;
        }
    }
}

/// <summary>A task that has an outcome, and a job where one is given.</summary>
internal sealed class FakeTask : IDomainTask
{
    public FakeTask(DomainView view, IRunningJob? job = null, Task? until = null)
    {
        Job = Task.FromResult(job);
        Completion = until is null ? Task.FromResult(view) : AfterAsync(until, view);
    }

    public Task<IRunningJob?> Job { get; }

    public Task<DomainView> Completion { get; }

    private static async Task<DomainView> AfterAsync(Task until, DomainView view)
    {
        await until;
        return view;
    }
}
