using Microsoft.Extensions.Logging;
using Pando.Domains.Disks;
using Pando.Domains.Guests;
using Pando.Domains.SideProcesses;
using Pando.Linux.Spawn;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Model.Jobs;
using Pando.Qmp;

namespace Pando.Domains.Starting;

/// <summary>Waits until QEMU answers, learns what it chose by itself (ports, terminals), and writes down what is in force.</summary>
internal sealed class Greet(DomainServices services, QemuLauncher launcher, StartRun? run) : JobStep
{
    public override string Name => "greet";

    public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        var qemu = run!.Qemu!;
        var session = await ConnectAsync(qemu, cancellationToken);
        try
        {
            var definition = await launcher.LearnAsync(run.Definition.Name, qemu, session, cancellationToken);
            var identity = qemu.Process.Identity;
            var live = new LiveDomain(
                definition, run.Version, Process(identity), qemu.Accelerator,
                services.Time.GetUtcNow(), run.Transient, run.Held)
            {
                Number = services.Numbers.Next(),
                Taints = Taints.Of(definition),
                SideProcesses = [.. run.Beside.Select(beside => new SideProcess(beside.Order.Name, beside.Kind, Process(beside.Process.Identity)))],
                Confinement = run.Confinement,
                HostSide = run.HostSide.All,
                AbsentDevices = [.. run.Files?.Absent ?? []],
            };
            live = ImageNumbers.With(live, definition.Devices.Disks, run.Files);
            LiveDomainFile.Write(services.Paths, live);
            KernelFiles.Discard(services.Paths.DomainRun(definition.Id));
            run.Guest = new RunningGuest(live, qemu.Process.Handle, session, qemu.MonitorPath, services.Qemu, services.Time, services.Loggers.CreateLogger<RunningGuest>());
            GuestCertificates.Discard(services.Paths.DomainRun(definition.Id));
            launcher.Settle(definition.Id);
            // Before the guest's first instruction, so that the firmware's first words are kept.
            run.Guest.Consoles.Open();
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    private async Task<QmpSession> ConnectAsync(LaunchedQemu qemu, CancellationToken cancellationToken)
    {
        try
        {
            return await launcher.ConnectAsync(run!.Definition.Name, qemu, cancellationToken);
        }
        // A QEMU that ends because the program beside it failed says nothing that helps; one that ended well did so because QEMU has.
        catch (PeerException e) when (run!.Beside.Find(beside => beside.Process.Handle.TryReap() is { IsSuccess: false }) is { } ended)
        {
            throw SideProcessLauncher.Ended(run.Definition.Name, ended.Order, ended.Process, ended.Words, e);
        }
    }

    private static GuestProcess Process(ProcessIdentity identity) => new(identity.Pid, identity.StartTimeTicks, identity.BootId);

    // The process is ended, and its directory removed, by the steps before.
    public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
