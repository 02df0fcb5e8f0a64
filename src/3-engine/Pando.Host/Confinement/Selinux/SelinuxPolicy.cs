using System.Globalization;
using System.Text;
using Pando.Host.Checks;
using Pando.Host.Files;

namespace Pando.Host.Confinement.Selinux;

/// <summary>What the host's SELinux is and allows, asked of the kernel (selinuxfs) and of the policy's own files.</summary>
internal sealed class SelinuxPolicy(HostFiles files)
{
    private const string Folder = SecurityModules.SelinuxFolder;

    /// <summary>Whether SELinux is on.</summary>
    public bool IsOn => SecurityModules.HasSelinux(files);

    /// <summary>Whether it only reports what it would forbid.</summary>
    public bool IsPermissive => files.Number($"{Folder}/enforce") == 0;

    /// <summary>The context that a machine's process has, without categories; null where the policy knows no machines.</summary>
    public string? ProcessContext => Contexts("virtual_domain_context") is [var first, ..] ? first : null;

    /// <summary>The one for machines whose instructions are translated, where the policy tells them apart.</summary>
    public string? TranslatedProcessContext => Contexts("virtual_domain_context") is [_, var second, ..] ? second : null;

    /// <summary>The context of a file that one machine may write, without categories.</summary>
    public string? ImageContext => Contexts("virtual_image_context") is [var first, ..] ? first : null;

    /// <summary>The context of a file that machines only read.</summary>
    public string? SharedContext => Contexts("virtual_image_context") is [_, var second, ..] ? second : null;

    /// <summary>Whether the policy lets a process of this daemon become one of that context.</summary>
    public bool MayBecome(string context) => files.Text("/proc/self/attr/current")?.TrimEnd('\0') is { } own && Allows(own, context, "process", "transition");

    /// <summary>Whether it may do so under PR_SET_NO_NEW_PRIVS.</summary>
    public bool MayBecomeWithoutPrivileges(string context) =>
        files.Text("/proc/self/attr/current")?.TrimEnd('\0') is { } own && Allows(own, context, "process2", "nnp_transition");

    /// <summary>Asks the kernel as an object manager does (selinux/access): source, target, class; it answers with a mask of what is allowed.</summary>
    private bool Allows(string source, string target, string kind, string permission)
    {
        if (files.Number($"{Folder}/class/{kind}/index") is not { } index || files.Number($"{Folder}/class/{kind}/perms/{permission}") is not { } bit)
        {
            return false;
        }

        try
        {
            using var access = new FileStream(files.PathOf($"{Folder}/access"), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
            access.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{source} {target} {index}")));
            access.Position = 0;
            byte[] answer = new byte[256];
            string mask = Encoding.ASCII.GetString(answer, 0, access.Read(answer)).Split(' ')[0];
            return uint.TryParse(mask, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out uint allowed) && (allowed & (1u << ((int)bit - 1))) != 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return false;
        }
    }

    private IReadOnlyList<string> Contexts(string file)
    {
        string? type = files.Lines("/etc/selinux/config")
            .Where(static line => line.StartsWith("SELINUXTYPE=", StringComparison.Ordinal))
            .Select(static line => line["SELINUXTYPE=".Length..].Trim())
            .FirstOrDefault();
        return type is null ? [] : files.Lines($"/etc/selinux/{type}/contexts/{file}");
    }
}
