using Pando.Domains;
using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.LibvirtServer.Dispatch;
using Pando.Model.Jobs;

namespace Pando.LibvirtServer.Procedures;

/// <summary>What is being done to a machine, and dumps of its memory.</summary>
internal sealed class DomainJobProcedures(LibvirtServices services, DomainLookup lookup)
{
    private const uint Completed = (uint)(VirDomainGetJobStatsFlags.Completed | VirDomainGetJobStatsFlags.KeepCompleted);

    private const VirDomainCoreDumpFlags Dumps =
        VirDomainCoreDumpFlags.Crash | VirDomainCoreDumpFlags.Live | VirDomainCoreDumpFlags.BypassCache | VirDomainCoreDumpFlags.Reset | VirDomainCoreDumpFlags.MemoryOnly;

    public void AddTo(ProcedureTable table)
    {
        table.Add(RemoteProgram.DomainGetJobInfo, (_, arguments) => Info(arguments));
        table.Add(RemoteProgram.DomainGetJobStats, (_, arguments) => Figures(arguments));
        table.Add(RemoteProgram.DomainAbortJob, (_, arguments) => Abort(arguments.Dom));
        table.Add(RemoteProgram.DomainAbortJobFlags, (_, arguments) =>
        {
            LibvirtRefusal.UnlessFlags(arguments.Flags, 0);
            return Abort(arguments.Dom);
        });
        table.Add(RemoteProgram.DomainCoreDump, (call, arguments) => DumpAsync(call, arguments.Dom, arguments.To, 0, arguments.Flags));
        table.Add(RemoteProgram.DomainCoreDumpWithFormat, (call, arguments) => DumpAsync(call, arguments.Dom, arguments.To, arguments.Dumpformat, arguments.Flags));
    }

    private DomainGetJobInfoRet Info(DomainGetJobInfoArgs arguments)
    {
        if (JobOf(arguments.Dom) is not { } job)
        {
            return new DomainGetJobInfoRet((int)VirDomainJobType.None, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        }
        var (total, done) = Bytes(job);
        return new DomainGetJobInfoRet(
            (int)Type(job), Elapsed(job), Remaining(job), (ulong)total, (ulong)done, (ulong)(total - done), (ulong)total, (ulong)done, (ulong)(total - done), 0, 0, 0);
    }

    private DomainGetJobStatsRet Figures(DomainGetJobStatsArgs arguments)
    {
        LibvirtRefusal.UnlessFlags(arguments.Flags, Completed);
        // Of jobs that have ended the journal tells, not the machine.
        if (JobOf(arguments.Dom) is not { } job || arguments.Flags != 0)
        {
            return new DomainGetJobStatsRet((int)VirDomainJobType.None, []);
        }
        var (total, done) = Bytes(job);
        return new DomainGetJobStatsRet((int)Type(job),
        [
            Parameters.Int("operation", (int)Operation(job.Kind)),
            Parameters.UnsignedLong("time_elapsed", (long)Elapsed(job)),
            .. job.Progress.Left is null ? Array.Empty<TypedParam>() : [Parameters.UnsignedLong("time_remaining", (long)Remaining(job))],
            .. total == 0 ? Array.Empty<TypedParam>() :
            [
                Parameters.UnsignedLong("data_total", total), Parameters.UnsignedLong("data_processed", done), Parameters.UnsignedLong("data_remaining", total - done),
                Parameters.UnsignedLong("memory_total", total), Parameters.UnsignedLong("memory_processed", done), Parameters.UnsignedLong("memory_remaining", total - done),
            ],
            .. job.Progress.RatePerSecond is { } rate ? [Parameters.UnsignedLong("memory_bps", (long)rate)] : Array.Empty<TypedParam>(),
        ]);
    }

    /// <summary>What is under way; throws where neither that is nor the machine runs.</summary>
    private JobRecord? JobOf(RemoteDomain domain)
    {
        var view = lookup.Get(domain);
        var job = services.Domains.RunningJob(view.Id);
        return job is not null || Impact.RequireRunning(view) is not null ? job : null;
    }

    private Nothing Abort(RemoteDomain domain) => services.Domains.RunningJob(lookup.Get(domain).Id) is { } job && services.Jobs.Cancel(job.Id)
        ? Nothing.Value
        : throw new LibvirtRefusal(LibvirtErrorNumber.OperationInvalid, LibvirtErrorDomain.Qemu, "no job is active on the domain");

    private ValueTask<Nothing> DumpAsync(Call call, RemoteDomain domain, string path, uint format, uint flags)
    {
        LibvirtRefusal.UnlessFlags(flags, (uint)Dumps);
        var wanted = (VirDomainCoreDumpFlags)flags;
        var memoryOnly = wanted.HasFlag(VirDomainCoreDumpFlags.MemoryOnly);
        if (format != 0 && !memoryOnly)
        {
            throw LibvirtRefusal.InvalidArgument("dump-guest-memory format is only supported with memory-only dump");
        }
        var order = new DumpOrder
        {
            Path = path,
            MemoryOnly = memoryOnly,
            Format = Format(format),
            Live = wanted.HasFlag(VirDomainCoreDumpFlags.Live),
            Crash = wanted.HasFlag(VirDomainCoreDumpFlags.Crash),
            Reset = wanted.HasFlag(VirDomainCoreDumpFlags.Reset),
            BypassCache = wanted.HasFlag(VirDomainCoreDumpFlags.BypassCache),
        };
        return lookup.AskAsync(call, domain, new DumpRequest(order));
    }

    private static string? Format(uint format) => (VirDomainCoreDumpFormat)format switch
    {
        VirDomainCoreDumpFormat.Raw => null,
        VirDomainCoreDumpFormat.KdumpZlib => "kdump-zlib",
        VirDomainCoreDumpFormat.KdumpLzo => "kdump-lzo",
        VirDomainCoreDumpFormat.KdumpSnappy => "kdump-snappy",
        VirDomainCoreDumpFormat.WinDmp => "win-dmp",
        _ => throw LibvirtRefusal.InvalidArgument($"unknown dumpformat '{format}'"),
    };

    private static VirDomainJobType Type(JobRecord job) => job.Progress is { Unit: "bytes", Total: not null } ? VirDomainJobType.Bounded : VirDomainJobType.Unbounded;

    private static VirDomainJobOperation Operation(string kind) => kind switch
    {
        "machine.start" => VirDomainJobOperation.Start,
        "machine.save" => VirDomainJobOperation.Save,
        "machine.restore" => VirDomainJobOperation.Restore,
        "machine.dump" => VirDomainJobOperation.Dump,
        _ => VirDomainJobOperation.Unknown,
    };

    private static (long Total, long Done) Bytes(JobRecord job) =>
        job.Progress is { Unit: "bytes", Total: { } total } progress ? (total, Math.Clamp(progress.Done ?? 0, 0, total)) : (0, 0);

    private ulong Elapsed(JobRecord job) => (ulong)Math.Max(0, (services.Time.GetUtcNow() - job.StartedAt).TotalMilliseconds);

    private static ulong Remaining(JobRecord job) => (ulong)Math.Max(0, job.Progress.Left?.TotalMilliseconds ?? 0);
}
