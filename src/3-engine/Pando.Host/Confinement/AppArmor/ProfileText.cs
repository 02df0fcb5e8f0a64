using System.Text;
using Pando.Linux.Files;
using Pando.Model.Domains;
using Pando.Model.Ports;

namespace Pando.Host.Confinement.AppArmor;

/// <summary>A machine's AppArmor profile (apparmor.d(5)): what QEMU opens by itself, and the files it is handed, for access by descriptor is checked, too.</summary>
internal static class ProfileText
{
    private const string Special = "\\\"*?[]{}^@";

    public static string Of(
        string name, ConfinementOrder order, IReadOnlyList<GuestPath> paths, IReadOnlyList<ConfinedFile> files, IEnumerable<string> handed)
    {
        // What is known as the machine's has its use beside it; of the rest, the descriptor itself says what may be done with it.
        IEnumerable<ConfinedFile> others = handed.Except(files.Select(static file => file.Path), StringComparer.Ordinal)
            .Select(static path => new ConfinedFile(path, 0, 0, FileUse.Write));
        var text = new StringBuilder();
        // Its descriptors come from another mount namespace, and some of its files have no name (any more).
        text.Append("profile ").Append(name).Append(" flags=(attach_disconnected,mediate_deleted) {\n");
        text.Append("  network inet,\n  network inet6,\n  network unix,\n  network netlink raw,\n  network vsock,\n");
        text.Append("  signal (receive) peer=unconfined,\n");
        text.Append("  signal (send,receive) peer=").Append(name).Append(",\n");
        text.Append("  ptrace (readby,tracedby) peer=unconfined,\n");
        text.Append("  \"/memfd:**\" rw,\n");
        // Taps, which come by descriptor; their nodes let nobody in who is not root, and who has no right to configure networks gets nothing of them.
        text.Append("  /dev/net/tun rw,\n  /dev/tap* rw,\n");
        text.Append("  ").Append(Quoted(order.LogPath, string.Empty)).Append(" w,\n");
        text.Append("  ").Append(Quoted(order.RunDirectory, "/**")).Append(" rw,\n");
        foreach (string rule in paths.SelectMany(Rules).Concat(files.Concat(others).Select(Rule)).Distinct(StringComparer.Ordinal))
        {
            text.Append("  ").Append(rule).Append(",\n");
        }

        return text.Append("}\n").ToString();
    }

    /// <summary>The same profile with one more file.</summary>
    public static string With(string profile, ConfinedFile file)
    {
        string rule = $"  {Rule(file)},\n";
        return profile.Contains(rule, StringComparison.Ordinal) ? profile : profile.Insert(profile.LastIndexOf('}'), rule);
    }

    /// <summary>The same profile with a file less.</summary>
    public static string Without(string profile, ConfinedFile file) => profile.Replace($"  {Rule(file)},\n", string.Empty, StringComparison.Ordinal);

    private static string Rule(ConfinedFile file) =>
        // QEMU locks images also where it only reads them.
        $"{Quoted(RealPath.TryOf(file.Path) ?? file.Path, string.Empty)} {(file.Use == FileUse.Read ? "rk" : "rwk")}";

    private static IEnumerable<string> Rules(GuestPath path)
    {
        string real = RealPath.TryOf(path.Path) ?? path.Path;
        string rights = Rights(path.Access);
        if (!Directory.Exists(real))
        {
            return [$"{Quoted(real, string.Empty)} {rights}"];
        }

        // A directory's own path ends in a slash; only its listing is read.
        return [$"{Quoted(real, "/")} r", $"{Quoted(real, "/**")} {rights}"];
    }

    /// <summary>"Execute" is to map as a library or be the program itself: nothing in the profile may be executed (x).</summary>
    private static string Rights(GuestPathAccess access) =>
        (access.HasFlag(GuestPathAccess.Execute) ? "m" : string.Empty)
        + "r"
        + ((access & (GuestPathAccess.Write | GuestPathAccess.Make)) != 0 ? "wk" : string.Empty);

    private static string Quoted(string path, string behind)
    {
        var text = new StringBuilder("\"");
        foreach (char c in path.TrimEnd('/'))
        {
            if (char.IsControl(c))
            {
                text.Append('\\').Append(Convert.ToString(c, 8).PadLeft(3, '0'));
                continue;
            }

            if (Special.Contains(c, StringComparison.Ordinal))
            {
                text.Append('\\');
            }

            text.Append(c);
        }

        return text.Append(behind).Append('"').ToString();
    }
}
