using Pando.Host.Files;
using Pando.Linux;
using Pando.Linux.Files;
using Pando.Linux.Kvm;
using Pando.Linux.Users;
using Pando.Model.Ports;

namespace Pando.Host.Accelerators;

/// <summary>
/// KVM when it can really run a guest as the user QEMU runs as, else TCG. The probe runs once a boot: its result is kept in the run
/// directory, and made again when the device, its module, the user or QEMU is another.
/// </summary>
internal sealed class AcceleratorChoice : IDisposable
{
    private const string Device = "/dev/kvm";
    private const int BusyHost = 12;
    private static readonly TimeSpan TransientFor = TimeSpan.FromMinutes(1);

    private readonly HostSettings _settings;
    private readonly HostFiles _files;
    private readonly TimeProvider _time;
    private readonly Func<CancellationToken, Task<KvmProbeResult>> _probe;
    private readonly VerdictFile _file;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private Known? _known;

    public AcceleratorChoice(
        HostSettings settings, HostFiles files, TimeProvider time, Func<CancellationToken, Task<KvmProbeResult>>? probe = null)
    {
        _settings = settings;
        _files = files;
        _time = time;
        _probe = probe ?? ProbeInChildAsync;
        _file = new VerdictFile(Path.Combine(settings.Paths.Run, "kvm-verdict.json"));
    }

    /// <summary>What the probe said, now or earlier in this boot.</summary>
    public async ValueTask<KvmProbeResult> ResultAsync(CancellationToken cancellationToken)
    {
        string key = VerdictKey.Of(_files, _settings);
        if (Remembered(key) is { } remembered)
        {
            return remembered;
        }

        await _gate.WaitAsync(cancellationToken);
        try
        {
            // Whoever waited here finds what the first one found.
            return Remembered(key) ?? await FindAsync(key, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The verdict that machines are started by.</summary>
    public async ValueTask<AcceleratorVerdict> VerdictAsync(CancellationToken cancellationToken)
    {
        KvmProbeResult result = await ResultAsync(cancellationToken);
        return result.Verdict is KvmVerdict.Usable
            ? new AcceleratorVerdict(Accelerator.Kvm)
            : new AcceleratorVerdict(Accelerator.Tcg, result.Detail, CodeOf(result.Verdict));
    }

    public void Dispose() => _gate.Dispose();

    /// <summary>The stable word for a verdict: <c>guest-did-not-run</c>.</summary>
    public static string CodeOf(KvmVerdict verdict) => verdict switch
    {
        KvmVerdict.Usable => "yes",
        KvmVerdict.NoDevice => "no-device",
        KvmVerdict.NoPermission => "no-permission",
        KvmVerdict.WrongApiVersion => "wrong-api-version",
        KvmVerdict.MissingExtension => "missing-extension",
        KvmVerdict.Refused => "refused",
        KvmVerdict.GuestDidNotRun => "guest-did-not-run",
        KvmVerdict.HostCpuRefused => "host-cpu-refused",
        KvmVerdict.TimedOut => "timed-out",
        KvmVerdict.ProbeDied => "probe-died",
        KvmVerdict.UnsupportedArchitecture => "unsupported-architecture",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "A verdict without a word."),
    };

    private KvmProbeResult? Remembered(string key) =>
        _known is { } known && string.Equals(known.Key, key, StringComparison.Ordinal) && _time.GetUtcNow() < known.Until ? known.Result : null;

    private async Task<KvmProbeResult> FindAsync(string key, CancellationToken cancellationToken)
    {
        KvmProbeResult? result = await _file.ReadAsync(key, cancellationToken);
        if (result is null)
        {
            result = RefusalOfDevice() ?? await _probe(cancellationToken);
            if (!IsTransient(result))
            {
                await _file.WriteAsync(key, result, cancellationToken);
            }
        }

        _known = new Known(key, result, IsTransient(result) ? _time.GetUtcNow() + TransientFor : DateTimeOffset.MaxValue);
        return result;
    }

    // A busy host may have made the probe late, and a user may be added to a group at any time: that is no verdict for a whole boot.
    private static bool IsTransient(KvmProbeResult result) =>
        result.Verdict is KvmVerdict.TimedOut or KvmVerdict.ProbeDied or KvmVerdict.NoPermission;

    // The probe runs as this process's user; QEMU may be another, and fail at the device's door.
    private KvmProbeResult? RefusalOfDevice()
    {
        try
        {
            if (_settings.QemuUser is not { } name || UserDatabase.FindUser(name) is not { } user)
            {
                return null;
            }

            PathRefusal? refusal = PathAccess.Refusal(
                _files.PathOf(Device), user.Uid, user.Gid, AccessModes.Read | AccessModes.Write, [.. UserDatabase.GroupsOf(user)]);
            return refusal is null
                ? null
                : new KvmProbeResult(KvmVerdict.NoPermission, $"{refusal.Component} may not be used by the user {name}.", []);
        }
        catch (IOException)
        {
            // The probe itself says why the device cannot be reached.
            return null;
        }
    }

    private async Task<KvmProbeResult> ProbeInChildAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await KvmProbe.RunInChildAsync(
                _settings.ProbeProgram, _settings.ProbeArguments, _settings.ProbeLimit, _settings.ProbeLimit * BusyHost, cancellationToken);
        }
        catch (SyscallException failure)
        {
            return new KvmProbeResult(KvmVerdict.ProbeDied, failure.Message, []);
        }
    }

    private sealed record Known(string Key, KvmProbeResult Result, DateTimeOffset Until);
}
