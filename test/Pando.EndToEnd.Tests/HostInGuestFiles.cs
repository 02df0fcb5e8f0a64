using Pando.Testing;

namespace Pando.EndToEnd.Tests;

/// <summary>What lies in every guest that is a host: the product as it is shipped, QEMU, and the users.</summary>
internal static class HostInGuestFiles
{
    public const string Qemu = "/usr/bin/qemu-system-x86_64";

    // Native programs and what they open by name; pandod looks for its libraries only when it needs them.
    private static IEnumerable<string> Native =>
    [
        Programs.Shipped("pando"), Qemu, "/usr/bin/qemu-img", "/usr/bin/setpriv", "/usr/bin/prlimit", "/usr/bin/unshare",
        "/usr/lib/x86_64-linux-gnu/libsqlite3.so.0", "/usr/lib/x86_64-linux-gnu/libssl.so.3",
    ];

    /// <summary>These, and more native programs and libraries.</summary>
    public static async Task<IReadOnlyList<GuestFile>> WithAsync(params IEnumerable<string> more)
    {
        // Beside it lies what it was made of.
        List<GuestFile> files = [.. (await DotnetInGuest.FilesAsync(Programs.Shipped("pandod"))).Where(static file => !file.Path.Contains("/.publish/", StringComparison.Ordinal))];
        foreach (string file in Native.Concat(more))
        {
            files.AddRange(await DotnetInGuest.NativeAsync(file));
        }

        return
        [
            .. files,
            .. ((string[])["/usr/lib/x86_64-linux-gnu/qemu", "/usr/share/qemu", "/usr/share/seabios", "/usr/lib/ipxe/qemu"])
                .SelectMany(Directory.GetFiles).Select(DotnetInGuest.InPlace),
            GuestFile.OfText("etc/passwd", "root:x:0:0::/:/bin/sh\npando-qemu:x:990:990::/:/bin/false\n"),
            GuestFile.OfText("etc/group", "root:x:0:\npando-qemu:x:990:\npando:x:991:\n"),
        ];
    }
}
