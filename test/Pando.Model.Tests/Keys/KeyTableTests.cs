using Pando.Model.Errors;
using Pando.Model.Keys;

namespace Pando.Model.Tests.Keys;

public class KeyTableTests
{
    /// <summary>The same keys in every set: escape, A, the right control key, delete and pause.</summary>
    [Theory]
    [InlineData(KeyCodeSet.Linux, "KEY_ESC 30 KEY_RIGHTCTRL 111 KEY_PAUSE")]
    [InlineData(KeyCodeSet.Xt, "1 0x1e 0x11d 0x153 0x146")]
    [InlineData(KeyCodeSet.XtKbd, "1 0x1e 0x11d 0x153 0x146")]
    [InlineData(KeyCodeSet.AtSet1, "1 036 0xe01d 0xe053 0xe046")]
    [InlineData(KeyCodeSet.AtSet2, "0x76 0x1c 0xe014 0xe071 0xe077")]
    [InlineData(KeyCodeSet.AtSet3, "0x08 0x1c 0x58 0x64 0x62")]
    [InlineData(KeyCodeSet.OsX, "Escape ANSI_A RightControl ForwardDelete -")]
    [InlineData(KeyCodeSet.Usb, "41 4 228 76 72")]
    [InlineData(KeyCodeSet.Win32, "VK_ESCAPE 0x41 VK_RCONTROL VK_DELETE VK_PAUSE")]
    [InlineData(KeyCodeSet.Qnum, "1 30 0x9d 0xd3 0xc6")]
    public void A_key_is_the_same_in_every_set(KeyCodeSet set, string keys)
    {
        int[] expected = [1, 30, 0x9d, 0xd3, 0xc6];
        foreach (var (key, number) in keys.Split(' ').Zip(expected).Where(pair => pair.First != "-"))
        {
            Assert.Equal(number, KeyTable.QemuNumber(set, key));
        }
    }

    [Theory]
    [InlineData(KeyCodeSet.Linux, "KEY_NONE")]
    [InlineData(KeyCodeSet.Linux, "key_esc")]
    [InlineData(KeyCodeSet.Linux, "VK_ESCAPE")]
    [InlineData(KeyCodeSet.Linux, "0x")]
    [InlineData(KeyCodeSet.Linux, "09")]
    [InlineData(KeyCodeSet.Linux, "-1")]
    [InlineData(KeyCodeSet.Linux, "70000")]
    [InlineData(KeyCodeSet.Linux, "")]
    [InlineData(KeyCodeSet.Usb, "KEY_ESC")]
    [InlineData(KeyCodeSet.Xt, "0x1ff")]
    public void What_a_set_does_not_have_is_refused_with_its_name(KeyCodeSet set, string key)
    {
        var refusal = Assert.Throws<CallerException>(() => KeyTable.QemuNumber(set, key));
        Assert.Equal(ErrorCodes.Domain.UnknownKey, refusal.Code);
        Assert.Contains(refusal.Facts, fact => fact.Name == "codeset" && fact.Value == KeyCodeSets.Word(set));
    }

    [Fact]
    public void Every_set_is_found_by_its_word()
    {
        Assert.Equal(Enum.GetValues<KeyCodeSet>(), Enum.GetValues<KeyCodeSet>().Select(set => KeyCodeSets.Of(KeyCodeSets.Word(set))!.Value));
        Assert.Equal(KeyCodeSet.Qnum, KeyCodeSets.Of("rfb"));
        Assert.Null(KeyCodeSets.Of("morse"));
    }

    [Fact]
    public void A_keys_number_in_QEMU_is_a_byte_and_no_other_keys()
    {
        var numbers = KeyTable.Numbers(KeyCodeSet.Qnum).ToList();
        Assert.All(numbers, key => Assert.InRange(key.Qemu, 1, 0xff));
        Assert.Equal(numbers.Count, numbers.Select(key => key.Qemu).Distinct().Count());
        Assert.True(numbers.Count > 200);
        Assert.Equal(KeyTable.Names(KeyCodeSet.Linux).Count(), KeyTable.Names(KeyCodeSet.Linux).Distinct(StringComparer.Ordinal).Count());
    }
}
