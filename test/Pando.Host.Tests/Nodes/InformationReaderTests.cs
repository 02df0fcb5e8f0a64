using System.Text;
using Pando.Host.Nodes;
using Pando.Model.Host;
using Pando.Model.Xml.Processors;

namespace Pando.Host.Tests.Nodes;

public sealed class InformationReaderTests : IDisposable
{
    private const string Table = "/sys/firmware/dmi/tables/DMI";
    private readonly MadeUpHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void What_the_firmware_tells_is_told_in_libvirts_words_and_order()
    {
        var memory = new byte[0x1b];
        (memory[0x0d], memory[0x0e], memory[0x10], memory[0x12], memory[0x15], memory[0x16], memory[0x17]) = (0x40, 9, 1, 0x1a, 0x80, 0x0c, 2);
        var processor = new byte[0x1a];
        (processor[0x04], processor[0x05], processor[0x07], processor[0x10], processor[0x14], processor[0x15], processor[0x18]) = (1, 3, 2, 3, 0xb8, 0x0b, 0x41);
        var system = new byte[0x1b];
        (system[0x04], system[0x05], system[0x07]) = (1, 2, 3);
        new byte[] { 0x44, 0x45, 0x4c, 0x4c, 0x42, 0, 0x10, 0x35, 0x80, 0x34, 0xb8, 0xc0, 0x4f, 0x4e, 0x4d, 0x31 }.CopyTo(system, 0x08);
        var bios = new byte[0x18];
        (bios[0x04], bios[0x05], bios[0x08], bios[0x14], bios[0x15]) = (1, 2, 3, 2, 19);
        Write(
            // The format's order is not the table's; an empty slot is one that has nothing to tell.
            Structure(17, memory, "DIMM A1", "Maker"), Structure(17, new byte[0x1b]), Structure(4, processor, "CPU1", "AMD", "EPYC 9654"), Structure(1, system, "Dell Inc.", "R760", " "),
            Structure(0, bios, "Dell", "1.2.3", "04/01/2026"), Structure(11, new byte[5], "first", "second"), Structure(127, new byte[4]), Structure(1, system, "behind", "the", "end"));

        Assert.Equal(
            """
            <sysinfo type='smbios'>
              <bios>
                <entry name='vendor'>Dell</entry>
                <entry name='version'>1.2.3</entry>
                <entry name='date'>04/01/2026</entry>
                <entry name='release'>2.19</entry>
              </bios>
              <system>
                <entry name='manufacturer'>Dell Inc.</entry>
                <entry name='product'>R760</entry>
                <entry name='uuid'>4c4c4544-0042-3510-8034-b8c04f4e4d31</entry>
              </system>
              <processor>
                <entry name='socket_destination'>CPU1</entry>
                <entry name='type'>Central Processor</entry>
                <entry name='manufacturer'>AMD</entry>
                <entry name='version'>EPYC 9654</entry>
                <entry name='max_speed'>3000 MHz</entry>
                <entry name='status'>Populated, Enabled</entry>
              </processor>
              <memory_device>
                <entry name='size'>16 GB</entry>
                <entry name='form_factor'>DIMM</entry>
                <entry name='locator'>DIMM A1</entry>
                <entry name='type'>DDR4</entry>
                <entry name='speed'>3200 MT/s</entry>
                <entry name='manufacturer'>Maker</entry>
              </memory_device>
              <oemStrings>
                <entry>first</entry>
                <entry>second</entry>
              </oemStrings>
            </sysinfo>

            """,
            HostInformationXml.Write(InformationReader.Read(_host.Files)!));
    }

    [Fact]
    public void A_host_without_a_table_tells_nothing() => Assert.Null(InformationReader.Read(_host.Files));

    [Theory]
    [InlineData(new byte[] { 1, 27, 0, 0, 1 })]
    [InlineData(new byte[] { 1, 2, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 1, 5, 0, 0, 9, (byte)'n', (byte)'o' })]
    public void A_table_that_is_cut_short_or_wrong_tells_what_stands_before_it(byte[] bad)
    {
        var board = new byte[0x0f];
        (board[0x04], board[0x05]) = (1, 9);
        Write(Structure(2, board, "Maker"), bad);

        Assert.Equal([new HostPart("baseBoard", [new HostPartEntry("manufacturer", "Maker")])], InformationReader.Read(_host.Files)!.Parts.Items);
    }

    private static byte[] Structure(byte type, byte[] area, params string[] strings)
    {
        (area[0], area[1]) = (type, (byte)area.Length);
        var text = strings.Length == 0 ? "\0\0" : string.Concat(strings.Select(one => one + "\0")) + "\0";
        return [.. area, .. Encoding.Latin1.GetBytes(text)];
    }

    private void Write(params byte[][] structures)
    {
        _host.With(Table, "");
        File.WriteAllBytes(_host.PathOf(Table), [.. structures.SelectMany(one => one)]);
    }
}
