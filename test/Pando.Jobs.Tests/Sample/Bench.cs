using Pando.Model;
using Pando.Model.Jobs;
using Pando.Model.Ports;
using Pando.State;

namespace Pando.Jobs.Tests.Sample;

/// <summary>A runner over a journal in a folder of its own; started again it finds what the one before left.</summary>
internal sealed class Bench : IAsyncDisposable
{
    private const string Memory = "/dev/shm";

    private readonly bool _ownsFolder;
    private IRevisionedStore? _journal;

    public Bench(string? folder = null)
    {
        _ownsFolder = folder is null;
        // In memory where there is such a file system: kill -9 takes nothing from it, and a commit waits for no disk.
        Folder = folder ?? Path.Combine(Directory.Exists(Memory) ? Memory : Path.GetTempPath(), $"pando-jobs-{Guid.NewGuid():N}");
        World = new World(Path.Combine(Folder, "world"));
    }

    /// <summary>Longer than anything here may take.</summary>
    public static TimeSpan Limit { get; } = TimeSpan.FromSeconds(30);

    public string Folder { get; }

    public World World { get; }

    public Faults Faults { get; } = new();

    public FakeTime Time { get; } = new();

    public EventHub Events { get; private set; } = null!;

    public JobRunner Jobs { get; private set; } = null!;

    public IRevisionedStore Journal => _journal!;

    public JobRecovery Recovery { get; set; }

    /// <summary>Puts a store between the runner and the one on disk.</summary>
    public Func<IRevisionedStore, IRevisionedStore> Between { get; set; } = store => store;

    public async Task<Bench> StartAsync(params JobKind[] kinds)
    {
        _journal = await SqliteStore.OpenAsync(Path.Combine(Folder, "journal.db"), SqliteStoreOptions.Journal);
        Events = new EventHub(Time);
        Jobs = new JobRunner(Between(_journal), Events, Time, faults: Faults);
        foreach (var kind in kinds.Length > 0 ? kinds : [new SampleJob(World, Recovery)])
        {
            Jobs.Register(kind);
        }
        return this;
    }

    public ValueTask<IRunningJob> RunAsync(IReadOnlyList<JobStep>? steps = null) =>
        Jobs.StartAsync(SampleJob.KindName, "sample", "{}"u8.ToArray(), new Caller("tester"), steps);

    public async Task StopAsync()
    {
        await Jobs.DisposeAsync();
        await _journal!.DisposeAsync();
    }

    /// <summary>Stops, and starts again without faults, as a daemon does: what was left is recovered.</summary>
    public async Task RestartAsync(params JobKind[] kinds)
    {
        await StopAsync();
        Faults.Clear();
        Between = store => store;
        await StartAsync(kinds);
        await Jobs.RecoverAsync().WaitAsync(Limit);
    }

    public async ValueTask DisposeAsync()
    {
        if (_journal is not null)
        {
            await StopAsync();
        }
        if (_ownsFolder)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}
