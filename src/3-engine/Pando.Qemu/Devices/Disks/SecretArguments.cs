using System.Globalization;
using System.Runtime.InteropServices;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Devices;

/// <summary>Secrets as QEMU's objects: their content is in memory that QEMU inherits, never in an argument or a file.</summary>
internal static class SecretArguments
{
    /// <summary>The object for a secret that the definition refers to.</summary>
    public static QemuArgument Of(SecretReference reference, string id, ArgumentContext context, out string name) =>
        Of(reference.ToString(), id, context, out name);

    /// <summary>The object for a secret by the key it was opened under.</summary>
    public static QemuArgument Of(string key, string id, ArgumentContext context, out string name)
    {
        SafeHandle content = context.Opened.Secrets.GetValueOrDefault(key)
            ?? throw new CallerException(ErrorCodes.Qemu.CannotExpress, ("what", $"secret {key}"), ("reason", "qemu.reason.no-secret"));
        name = id;
        int number = context.Table.Add(content);
        return JsonForm.Object("secret", id).Add("file", string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{number}")).As("-object");
    }
}
