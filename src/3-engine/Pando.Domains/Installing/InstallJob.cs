using System.Text.Json;
using System.Text.Json.Serialization;
using Pando.Domains.Adopting;
using Pando.Domains.Driving;
using Pando.Domains.Guests;
using Pando.Domains.Stopping;
using Pando.Linux.Files;
using Pando.Linux.Spawn;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Model.Jobs;
using Pando.Model.Ports;
using Pando.Model.Xml;

namespace Pando.Domains.Installing;

/// <summary>What a later daemon needs to undo an installation: no secret of the seed is in it.</summary>
internal sealed record InstallInput(Guid Id, string Name, IReadOnlyList<VolumeRequest> Volumes, VolumeRequest? Seed, bool Installer = false);

[JsonSerializable(typeof(InstallInput))]
internal sealed partial class InstallJson : JsonSerializerContext;

/// <summary>Makes a machine and all that is made for it. Undone as a whole: volumes, seed, definition, process.</summary>
internal sealed class InstallJob(DomainServices services, DomainRegistry registry) : JobKind
{
    public const string KindName = "machine.install";

    public override string Name => KindName;

    public static byte[] Input(InstallPlan plan) => JsonSerializer.SerializeToUtf8Bytes(
        InputOf(plan), InstallJson.Default.InstallInput);

    public override IReadOnlyList<JobStep> Plan(ReadOnlyMemory<byte> input)
    {
        var install = JsonSerializer.Deserialize(input.Span, InstallJson.Default.InstallInput)!;
        return Steps(services, registry, install, null);
    }

    public static IReadOnlyList<JobStep> Steps(DomainServices services, DomainRegistry registry, InstallPlan plan) =>
        Steps(services, registry, InputOf(plan), plan);

    private static InstallInput InputOf(InstallPlan plan) =>
        new(plan.Definition.Id.Value, plan.Definition.Name, plan.Volumes, plan.Seed, plan.Installer is not null);

    private static IReadOnlyList<JobStep> Steps(DomainServices services, DomainRegistry registry, InstallInput install, InstallPlan? plan)
    {
        var steps = new List<JobStep>();
        steps.AddRange(install.Volumes.Select((volume, index) => new MakeVolume(services, volume, index)));
        if (install.Seed is { } seed)
        {
            steps.Add(new MakeSeed(services, seed, plan?.Order.CloudInit));
        }
        if (install.Installer)
        {
            steps.Add(new FetchInstaller(services, new DomainId(install.Id), plan?.Installer));
        }
        steps.Add(new Define(services, registry, install, plan));
        steps.Add(new StartIt(services, registry, install, plan));
        return steps;
    }

    private sealed class MakeVolume(DomainServices services, VolumeRequest volume, int number) : JobStep
    {
        public override string Name => number == 0 ? "make-volume" : $"make-volume-{number}";

        public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken) =>
            await services.Volumes.CreateAsync(
                volume, new Progress<long>(bytes => job.Report(bytes, volume.CapacityBytes, "bytes", volume.Name)), cancellationToken);

        public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken) => services.Volumes.DiscardAsync(volume, cancellationToken);
    }

    private sealed class MakeSeed(DomainServices services, VolumeRequest volume, CloudInitSeed? seed) : JobStep
    {
        public override string Name => "make-seed";

        public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken) =>
            await services.Volumes.WriteSeedAsync(volume, seed!, cancellationToken);

        public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken) => services.Volumes.DiscardAsync(volume, cancellationToken);
    }

    private sealed class FetchInstaller(DomainServices services, DomainId id, InstallerSource? source) : JobStep
    {
        public override string Name => "fetch-installer";

        public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken) =>
            await services.Installers.FetchAsync(
                source!, services.Paths.Installer(id), (file, done, total) => job.Report(done, total, "bytes", file), cancellationToken);

        public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken)
        {
            InstallerRun.Discard(services.Paths, id);
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Define(DomainServices services, DomainRegistry registry, InstallInput install, InstallPlan? plan) : JobStep
    {
        public override string Name => "define";

        public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
        {
            var view = await registry.DefineAsync(plan!.Definition, 0, job.By, "install", cancellationToken);
            if (plan.Order.Autostart)
            {
                await registry.SetAutostartAsync(view.Id, autostart: true, cancellationToken);
            }
            job.SetResult("machine", view.Id.ToString());
            job.SetResult("name", view.Name);
        }

        public override async ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken)
        {
            if (registry.Find(install.Id.ToString()) is { } view)
            {
                await registry.Request(view.Id, new UndefineRequest(), job.By).Completion;
            }
            else if ((await services.History.LoadAllAsync(DomainRegistry.Sort, cancellationToken)).FirstOrDefault(stored => stored.Id == install.Id) is { } stored)
            {
                // After a crash: machines are not taken up yet.
                if (DomainXml.Read(stored.Text).Os.Nvram?.Path is { } variables)
                {
                    DurableFile.Delete(variables);
                }
                await services.History.TrashAsync(DomainRegistry.Sort, install.Id, TrashId(job), job.By, [], expectedVersion: null, cancellationToken);
            }
            // What was never finished is nothing to restore.
            foreach (var item in (await services.History.ListTrashAsync(DomainRegistry.Sort, cancellationToken)).Where(item => item.Definition.Id == install.Id))
            {
                foreach (var file in item.Files)
                {
                    await services.Volumes.PurgeAsync(file, cancellationToken);
                }
                await services.History.PurgeAsync(DomainRegistry.Sort, item.TrashId, cancellationToken);
            }
        }

        private static string TrashId(IJobContext job) => job.Id.Value.ToString("N")[..12];
    }

    private sealed class StartIt(DomainServices services, DomainRegistry registry, InstallInput install, InstallPlan? plan) : JobStep
    {
        public override string Name => "start";

        public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
        {
            if (plan!.Order.Start)
            {
                await registry.Request(new DomainId(install.Id), new StartRequest(plan.Order.Paused) { Installer = plan.FirstRun }, job.By).Completion.WaitAsync(cancellationToken);
            }
        }

        public override async ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken)
        {
            if (registry.Find(install.Id.ToString()) is { State.HasProcess: true } view)
            {
                try
                {
                    await registry.Request(view.Id, new DestroyRequest(), job.By).Completion;
                }
                catch (CallerException e) when (e.Code == ErrorCodes.Domain.NotRunning)
                {
                    // Ended by itself in between.
                }
            }
            else
            {
                await EndLeftAsync(cancellationToken);
            }
        }

        private ProcessIdentity? ProcessOf(string directory)
        {
            try
            {
                return LiveDomainFile.TryRead(directory) is { } live ? new ProcessIdentity(live.Process.Pid, live.Process.StartTicks, live.Process.BootId) : null;
            }
            catch (Exception e) when (LiveDomainFile.IsUnreadable(e))
            {
                return UnrecordedProcess.Find(services.Paths, new DomainId(install.Id))?.Identity;
            }
        }

        /// <summary>After a crash there is no driver yet, and a start that was finished left a process that runs.</summary>
        private async ValueTask EndLeftAsync(CancellationToken cancellationToken)
        {
            var directory = services.Paths.DomainRun(new DomainId(install.Id));
            if (Directory.Exists(directory))
            {
                using var process = ProcessOf(directory)?.TryOpen();
                await GuestEnding.EndAsync(install.Name, process, graceful: false, services.Qemu, services.Time, cancellationToken);
                RemoveRunDirectory.Remove(directory);
            }
        }
    }
}
