using Pando.Linux.Files;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;

namespace Pando.Domains.SideProcesses;

/// <summary>
/// swtpm, for a trusted platform module that is emulated. What the module remembers is one file of the machine's own,
/// which goes to the trash with it.
/// </summary>
internal sealed class TpmProgram(QemuSettings settings, InstancePaths paths) : ISideProgram
{
    private const string Program = "/usr/bin/swtpm";

    public string Kind => "swtpm";

    public ValueTask<IReadOnlyList<SideProcessOrder>> PlanAsync(DomainDefinition definition, string directory, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<SideProcessOrder>>(
        [
            .. definition.Devices.Tpms.Items.Where(tpm => tpm.Backend is TpmEmulator).Select(tpm => Order(tpm, (TpmEmulator)tpm.Backend, definition, directory)),
        ]);

    private SideProcessOrder Order(TpmDevice tpm, TpmEmulator emulator, DomainDefinition definition, string directory)
    {
        var alias = tpm.Alias!.Value.Name;
        if (emulator.EncryptionSecret is not null)
        {
            throw new CallerException(ErrorCodes.Qemu.CannotExpress, ("what", alias), ("reason", "qemu.reason.no-secrets"));
        }
        if (!emulator.ActivePcrBanks.IsEmpty)
        {
            throw new CallerException(ErrorCodes.Qemu.CannotExpress, ("what", alias), ("reason", "qemu.reason.no-pcr-banks"));
        }
        if (!File.Exists(Program))
        {
            throw new CallerException(ErrorCodes.Domain.SideProgramMissing, ("name", definition.Name), ("process", Kind), ("device", alias));
        }
        var state = paths.TpmState(definition.Id);
        Prepare(state);
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
                // It has nobody else to serve when QEMU is gone.
                "--terminate",
            ],
            SocketPath = Path.Combine(directory, $"{alias}.sock"),
            RunAs = settings.RunAs,
        };
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
