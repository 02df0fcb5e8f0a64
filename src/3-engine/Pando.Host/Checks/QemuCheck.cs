using Pando.Model.Host;

namespace Pando.Host.Checks;

/// <summary>Is QEMU there, and does it run?</summary>
internal sealed class QemuCheck : IHostCheck
{
    private static readonly Finding Found = new("qemu.found", CheckStatus.Pass);
    private static readonly Finding Missing = new("qemu.missing", CheckStatus.Fail);
    private static readonly Finding DoesNotRun = new("qemu.does-not-run", CheckStatus.Fail);

    public async ValueTask<HostCheckItem> LookAsync(HostView host, CancellationToken cancellationToken)
    {
        QemuProgram qemu = await host.Inquiry.QemuAsync(cancellationToken);
        string path = host.Settings.QemuBinary;
        return qemu switch
        {
            { Version: { } version } => Found.With(("version", version), ("path", path)),
            { Exists: false } => Missing.With(("path", path)),
            _ => DoesNotRun.With(("path", path), ("detail", qemu.Detail ?? string.Empty)),
        };
    }
}
