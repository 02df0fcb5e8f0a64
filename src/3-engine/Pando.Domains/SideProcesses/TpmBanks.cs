using System.Globalization;
using Pando.Domains.Guests;
using Pando.Linux;
using Pando.Linux.Spawn;
using Pando.Model;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;

namespace Pando.Domains.SideProcesses;

/// <summary>
/// swtpm_setup, which has an emulated module keep its measurements in other banks of registers. It makes the module's state where
/// there is none, and changes nothing else of one that there is: keys stay.
/// </summary>
internal sealed class TpmBanks(QemuSettings settings, string machine)
{
    private const string Program = "/usr/bin/swtpm_setup";

    /// <summary>Has these banks active, and no others.</summary>
    /// <param name="alias">The module's.</param>
    /// <param name="banks">Which.</param>
    /// <param name="state">Its file.</param>
    /// <param name="passphrase">What the file is encrypted with; null where it is not. Closed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PandoException"><c>domain.side-…</c>: the program is not there, or could not do it.</exception>
    public async ValueTask ActivateAsync(
        string alias, EquatableArray<TpmPcrBank> banks, string state, InheritedDescriptor? passphrase, CancellationToken cancellationToken)
    {
        using var secret = passphrase?.Handle;
        ErrorFact[] facts = [("name", machine), ("process", "swtpm_setup"), ("device", alias)];
        if (!File.Exists(Program))
        {
            throw new CallerException(ErrorCodes.Domain.SideProgramMissing, facts);
        }
        try
        {
            var ended = await ShortRun.RunAsync(Request(banks, state, passphrase), settings.StartLimit, cancellationToken);
            if (ended.Status is not { IsSuccess: true })
            {
                throw new PeerException(ErrorCodes.Domain.SideProcessEnded, ended.Output.Trim(), [.. facts, ("status", ended.Status?.ToString() ?? "—")]);
            }
        }
        catch (TimeoutException late)
        {
            // A wrong passphrase shows so: it waits for a module that does not begin.
            throw new PeerException(ErrorCodes.Domain.SideProcessSilent, null, late, [.. facts, ("waited", Waited.Seconds(settings.StartLimit))]);
        }
        catch (SyscallException failure)
        {
            throw new MachineryException(ErrorCodes.Domain.SideProcessNotStarted, failure, facts);
        }
    }

    private SpawnRequest Request(EquatableArray<TpmPcrBank> banks, string state, InheritedDescriptor? passphrase) => new()
    {
        Program = Program,
        Arguments =
        [
            "--tpm2", "--reconfigure",
            "--tpm-state", $"file://{state}",
            "--pcr-banks", string.Join(',', banks.Items.Select(static bank => bank.ToString().ToLowerInvariant())),
            .. passphrase is null ? [] : (string[])["--pwdfile-fd", passphrase.Number.ToString(CultureInfo.InvariantCulture), "--cipher", "aes-256-cbc"],
        ],
        Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin", ["LC_ALL"] = "C", ["HOME"] = "/" },
        Descriptors = passphrase is null ? [] : [passphrase],
        RunAs = settings.RunAs,
        NoNewPrivileges = true,
    };
}
