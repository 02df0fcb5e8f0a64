using Pando.Model.Domains;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Tests.Arguments;

public sealed class OpenedPathsTests
{
    private const GuestPathAccess Both = GuestPathAccess.Read | GuestPathAccess.Write;

    [Theory]
    [InlineData("-kernel", "/boot/vmlinuz", "/boot/vmlinuz", GuestPathAccess.Read)]
    [InlineData("-vnc", "unix:/run/a,,b/vnc.sock,password=on", "/run/a,b/vnc.sock", Both)]
    [InlineData("-chardev", "socket,id=c,path=/run/x.sock,reconnect=1", "/run/x.sock", Both)]
    [InlineData("-object", """{"qom-type":"rng-random","id":"o","filename":"/dev/urandom"}""", "/dev/urandom", GuestPathAccess.Read)]
    [InlineData("-object", """{"qom-type":"memory-backend-file","id":"m","mem-path":"/dev/hugepages/x"}""", "/dev/hugepages/x", Both)]
    [InlineData("-blockdev", """{"driver":"raw","file":{"driver":"file","filename":"/dev/sda"}}""", "/dev/sda", Both)]
    public void A_path_in_an_argument_is_found(string option, string value, string path, GuestPathAccess access) =>
        Assert.Equal([new GuestPath(path, access)], OpenedPaths.Of([new QemuArgument(option, value)]));

    [Theory]
    [InlineData("-append", "root=/dev/vda")]
    [InlineData("-add-fd", "fd=3,set=1,opaque=/images/a.img")]
    [InlineData("-name", "guest=/etc/shadow")]
    [InlineData("-blockdev", """{"driver":"file","filename":"/dev/fdset/1"}""")]
    [InlineData("-fsdev", "local,id=f,path=/proc/self/fd/5")]
    [InlineData("-blockdev", """{"driver":"vvfat","dir":"/proc/self/fd/5"}""")]
    [InlineData("-blockdev", """{"driver":"https","url":"https://example.org/x"}""")]
    [InlineData("-netdev", "user,net=10.0.2.0/24")]
    [InlineData("-nodefaults", null)]
    public void What_is_no_path_of_the_host_is_not(string option, string? value) =>
        Assert.Empty(OpenedPaths.Of([new QemuArgument(option, value)]));

    [Fact]
    public void What_is_handed_open_is_told_apart_from_what_is_opened() =>
        Assert.Equal(
            ["/images/a,b.img"],
            OpenedPaths.Handed(
            [
                new QemuArgument("-add-fd", "fd=3,set=1,opaque=/images/a,,b.img"),
                new QemuArgument("-add-fd", "fd=4,set=2,opaque=hostdev0"),
                new QemuArgument("-kernel", "/boot/vmlinuz"),
            ]));

    [Fact]
    public void A_path_that_stands_twice_has_the_rights_of_both() =>
        Assert.Equal(
            [new GuestPath("/x", Both)],
            OpenedPaths.Of([new QemuArgument("-kernel", "/x"), new QemuArgument("-chardev", "file,path=/x")]));
}
