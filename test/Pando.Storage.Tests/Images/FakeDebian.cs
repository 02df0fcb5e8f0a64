namespace Pando.Storage.Tests.Images;

/// <summary>
/// Programs in place of those that take minutes: an mmdebstrap that makes a tiny tree, and a chroot that does nothing. All
/// others are the real ones.
/// </summary>
internal static class FakeDebian
{
    private const string Mmdebstrap = """
        #!/bin/sh
        for last; do tree=$next; next=$last; done
        mkdir -p "$tree/etc" "$tree/usr/lib" "$tree/proc"
        ln -s /etc "$tree/etc/escape"
        echo '0 upgraded, 1 newly installed, 0 to remove and 0 not upgraded.'
        echo 'Setting up base-files (12) ...'
        echo '0 upgraded, 2 newly installed, 0 to remove and 0 not upgraded.'
        echo 'Get:1 http://mirror/debian bookworm/main amd64 one amd64 1.0 [1 kB]'
        echo 'Unpacking one:amd64 (1.0) ...'
        echo 'Setting up one:amd64 (1.0) ...'
        echo 'Setting up two (1.0) ...'
        mount -t proc proc "$tree/proc"
        if [ -e ROOT/hang ]; then sleep 600 & touch ROOT/hanging; sleep 600; fi
        umount "$tree/proc"

        """;

    /// <summary>Settings that find the fake programs in a folder of that root first.</summary>
    public static Func<StorageSettings, StorageSettings> Adjust(string root, bool hang = false) => settings =>
    {
        if (hang)
        {
            File.WriteAllText(Path.Join(root, "hang"), "");
        }
        else
        {
            File.Delete(Path.Join(root, "hang"));
        }
        var programs = Path.Join(root, "programs");
        if (!Directory.Exists(programs))
        {
            Directory.CreateDirectory(programs);
            Write(Path.Join(programs, "mmdebstrap"), Mmdebstrap.Replace("ROOT", root, StringComparison.Ordinal));
            Write(Path.Join(programs, "chroot"), "#!/bin/sh\nexit 0\n");
        }
        return settings with { ProgramPath = programs + ":" + settings.ProgramPath };
    };

    private static void Write(string path, string script)
    {
        File.WriteAllText(path, script);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.GroupRead);
    }
}
