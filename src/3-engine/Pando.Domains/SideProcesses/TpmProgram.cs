using System.Globalization;
using System.Security.Cryptography;
using Pando.Linux.Files;
using Pando.Linux.Spawn;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.Model.Secrets;

namespace Pando.Domains.SideProcesses;

/// <summary>
/// swtpm, for a trusted platform module that is emulated. What the module remembers is one file of the machine's own,
/// which goes to the trash with it.
/// </summary>
internal sealed class TpmProgram(QemuSettings settings, InstancePaths paths, ISecretValues secrets) : ISideProgram
{
    private const string Program = "/usr/bin/swtpm";

    // Of its file, and of what it gives away when the machine is saved or moves.
    private static readonly string[] KeyOptions = ["--key", "--migration-key"];

    /// <summary>Whether it is there.</summary>
    public static bool IsInstalled => File.Exists(Program);

    public string Kind => "swtpm";

    public async ValueTask<IReadOnlyList<SideProcessOrder>> PlanAsync(DomainDefinition definition, string directory, CancellationToken cancellationToken)
    {
        var orders = new List<SideProcessOrder>();
        foreach (var tpm in definition.Devices.Tpms)
        {
            if (tpm.Backend is TpmEmulator emulator)
            {
                orders.Add(await OrderAsync(tpm, emulator, definition, directory, cancellationToken));
            }
        }
        return orders;
    }

    private async ValueTask<SideProcessOrder> OrderAsync(
        TpmDevice tpm, TpmEmulator emulator, DomainDefinition definition, string directory, CancellationToken cancellationToken)
    {
        var alias = tpm.Alias!.Value.Name;
        if (!IsInstalled)
        {
            throw new CallerException(ErrorCodes.Domain.SideProgramMissing, ("name", definition.Name), ("process", Kind), ("device", alias));
        }
        var state = paths.TpmState(definition.Id);
        Prepare(state);
        if (!emulator.ActivePcrBanks.IsEmpty)
        {
            await new TpmBanks(settings, definition.Name).ActivateAsync(
                alias, emulator.ActivePcrBanks, state, emulator.EncryptionSecret is { } key ? Passphrase(key, 1)[0] : null, cancellationToken);
        }
        var passphrase = emulator.EncryptionSecret is { } secret ? Passphrase(secret, KeyOptions.Length) : [];
        return new SideProcessOrder
        {
            Name = alias,
            Program = Program,
            Arguments =
            [
                "socket",
                .. tpm.Version == TpmVersion.V12 ? [] : (string[])["--tpm2"],
                "--tpmstate", $"backend-uri=file://{state}",
                "--ctrl", $"type=unixio,fd={SideProcessOrder.ListenerNumber}",
                .. passphrase.SelectMany((one, place) => (string[])[KeyOptions[place], string.Create(CultureInfo.InvariantCulture, $"pwdfd={one.Number},mode=aes-256-cbc")]),
                // It has nobody else to serve when QEMU is gone.
                "--terminate",
            ],
            SocketPath = Path.Combine(directory, $"{alias}.sock"),
            Descriptors = passphrase,
            RunAs = settings.RunAs,
        };
    }

    /// <summary>In memory of its own for each use: swtpm reads what it is given to its end.</summary>
    private List<InheritedDescriptor> Passphrase(Guid secret, int uses)
    {
        var value = secrets.ValueOf(new SecretReference(secret, null), SecretUsageKind.Vtpm);
        try
        {
            return [.. Enumerable.Range(0, uses).Select(place => new InheritedDescriptor(SealedMemory.Create("passphrase", value), SideProcessOrder.ListenerNumber + 1 + place))];
        }
        finally
        {
            CryptographicOperations.ZeroMemory(value);
        }
    }

    /// <summary>An empty file, which swtpm fills: its user may write this one and make no others.</summary>
    private void Prepare(string state)
    {
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        const UnixFileMode passing = UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        var folder = Path.GetDirectoryName(state)!;
        Directory.CreateDirectory(folder, owner | passing);
        File.SetUnixFileMode(folder, owner | passing);
        if (File.Exists(state))
        {
            return;
        }
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite };
        using var file = new FileStream(state, options);
        if (settings.RunAs is { } user)
        {
            Folder.ChangeOwner(file.SafeFileHandle, user.Uid, user.Gid, state);
        }
    }
}
