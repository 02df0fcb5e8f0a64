namespace Pando.Model.Tests.Xml;

/// <summary>Features, clocks, firmware and the rest of a machine that contradict themselves, as libvirt refuses them.</summary>
public class BadSystemTests
{
    [Theory]
    [InlineData("<hyperv><spinlocks state='on'/></hyperv>", "missing", "/hyperv/spinlocks/@retries")]
    [InlineData("<hyperv><spinlocks state='on' retries='100'/></hyperv>", "bad-value", "/hyperv/spinlocks/@retries")]
    [InlineData("<hyperv><relaxed/></hyperv>", "missing", "/hyperv/relaxed/@state")]
    [InlineData("<hyperv mode='some'/>", "bad-value", "/hyperv/@mode")]
    [InlineData("<hyperv><vendor_id state='on'/></hyperv>", "missing", "/hyperv/vendor_id/@value")]
    [InlineData("<hyperv><vendor_id state='on' value='abcdefghijklm'/></hyperv>", "bad-value", "/hyperv/vendor_id/@value")]
    [InlineData("<hyperv><vendor_id state='on' value='a,b'/></hyperv>", "bad-value", "/hyperv/vendor_id/@value")]
    [InlineData("<hyperv><unheard-of state='on'/></hyperv>", "unsupported", "/hyperv/unheard-of")]
    [InlineData("<kvm><dirty-ring state='on'/></kvm>", "missing", "/kvm/dirty-ring/@size")]
    [InlineData("<kvm><dirty-ring state='on' size='4095'/></kvm>", "bad-value", "/kvm/dirty-ring/@size")]
    [InlineData("<kvm><dirty-ring state='on' size='512'/></kvm>", "bad-value", "/kvm/dirty-ring/@size")]
    [InlineData("<smm state='on'><tseg unit='KiB'>1025</tseg></smm>", "bad-value", "/smm/tseg")]
    [InlineData("<ioapic/>", "missing", "/ioapic/@driver")]
    [InlineData("<msrs unknown='none'/>", "bad-value", "/msrs/@unknown")]
    [InlineData("<tcg><tb-cache>0</tb-cache></tcg>", "bad-value", "/tcg/tb-cache")]
    [InlineData("<gic version='3'/>", "unsupported", "/gic")]
    [InlineData("<hpt/>", "unsupported", "/hpt")]
    [InlineData("<cfpc value='broken'/>", "unsupported", "/cfpc")]
    [InlineData("<xen/>", "unsupported", "/xen")]
    [InlineData("<privnet/>", "unsupported", "/privnet")]
    [InlineData("<capabilities policy='deny'/>", "unsupported", "/capabilities")]
    [InlineData("<async-teardown enabled='yes'/>", "unsupported", "/async-teardown")]
    public void A_feature_that_cannot_be_is_refused(string inside, string code, string path) =>
        FaultyDefinition.Refused($"<features>{inside}</features>", code, $"features{path}");

    [Fact]
    public void What_is_for_others_is_refused_with_that_reason()
    {
        Assert.Equal("/domain/features/gic (that is for machines of ARM) is not something this version can do.", FaultyDefinition.Refused("<features><gic/></features>", "unsupported", "features/gic").Message);
        FaultyDefinition.Refused("<idmap><uid start='0' target='1000' count='10'/></idmap>", "unsupported", "idmap");
        FaultyDefinition.Refused("<keywrap><cipher name='aes' state='on'/></keywrap>", "unsupported", "keywrap");
        FaultyDefinition.Refused("<bootloader>/usr/bin/pygrub</bootloader>", "unsupported", "bootloader");
    }

    [Theory]
    [InlineData("<clock offset='utc' adjustment='abc'/>", "bad-value", "clock/@adjustment")]
    [InlineData("<clock offset='absolute'/>", "missing", "clock/@start")]
    [InlineData("<clock offset='timezone'/>", "missing", "clock/@timezone")]
    [InlineData("<clock offset='utc'><timer name='platform'/></clock>", "bad-value", "clock/timer/@name")]
    [InlineData("<clock offset='utc'><timer name='armvtimer'/></clock>", "bad-value", "clock/timer/@name")]
    [InlineData("<clock offset='utc'><timer name='rtc' track='boot'/></clock>", "bad-value", "clock/timer/@track")]
    [InlineData("<clock offset='utc'><timer name='rtc' tickpolicy='merge'/></clock>", "bad-value", "clock/timer/@tickpolicy")]
    [InlineData("<clock offset='utc'><timer name='pit' tickpolicy='merge'/></clock>", "bad-value", "clock/timer/@tickpolicy")]
    [InlineData("<clock offset='utc'><timer name='kvmclock' tickpolicy='delay'/></clock>", "unsupported", "clock/timer/@tickpolicy")]
    [InlineData("<clock offset='utc'><timer name='rtc' frequency='5'/></clock>", "unsupported", "clock/timer/@frequency")]
    [InlineData("<clock offset='utc'><timer name='tsc' mode='bogus'/></clock>", "bad-value", "clock/timer/@mode")]
    [InlineData("<clock offset='utc'><timer name='rtc'/><timer name='rtc'/></clock>", "duplicate", "clock/timer[2]")]
    [InlineData("<on_lockfailure>resume</on_lockfailure>", "bad-value", "on_lockfailure")]
    [InlineData("<on_crash>rename-restart</on_crash>", "bad-value", "on_crash")]
    [InlineData("<perf><event name='bogus' enabled='yes'/></perf>", "bad-value", "perf/event/@name")]
    [InlineData("<perf><event name='cmt' enabled='yes'/><event name='cmt' enabled='no'/></perf>", "duplicate", "perf/event[2]")]
    [InlineData("<genid>x</genid>", "bad-value", "genid")]
    [InlineData("<launchSecurity/>", "missing", "launchSecurity/@type")]
    [InlineData("<launchSecurity type='sev'/>", "missing", "launchSecurity/policy")]
    [InlineData("<launchSecurity type='sev-snp'><policy>1</policy></launchSecurity>", "bad-value", "launchSecurity/@type")]
    [InlineData("<launchSecurity type='s390-pv'/>", "unsupported", "launchSecurity")]
    [InlineData("<sysinfo/>", "missing", "sysinfo/@type")]
    [InlineData("<sysinfo type='smbios'><bios><entry name='date'>2020-01-31</entry></bios></sysinfo>", "bad-value", "sysinfo/bios")]
    [InlineData("<sysinfo type='smbios'><bios><entry name='date'>13/31/2020</entry></bios></sysinfo>", "bad-value", "sysinfo/bios")]
    [InlineData("<sysinfo type='smbios'><bios><entry name='bogus'>x</entry></bios></sysinfo>", "bad-value", "sysinfo/bios/entry/@name")]
    [InlineData("<sysinfo type='smbios'><system><entry name='uuid'>5f0e2b1a-0000-4000-8000-000000000099</entry></system></sysinfo>", "bad-value", "sysinfo/system")]
    [InlineData("<sysinfo type='smbios'/><sysinfo type='smbios'/>", "duplicate", "sysinfo[2]")]
    [InlineData("<sysinfo type='fwcfg'><entry name='etc/x'>v</entry></sysinfo>", "bad-value", "sysinfo/entry/@name")]
    [InlineData("<sysinfo type='fwcfg'><entry name='opt/ovmf/x'>v</entry></sysinfo>", "bad-value", "sysinfo/entry/@name")]
    [InlineData("<sysinfo type='fwcfg'><entry name='opt/a/b'/></sysinfo>", "missing", "sysinfo/entry/@file")]
    [InlineData("<sysinfo type='fwcfg'><entry name='opt/a/b'>v</entry><entry name='opt/a/b'>w</entry></sysinfo>", "duplicate", "sysinfo/entry[2]")]
    public void The_rest_of_a_machine_that_cannot_be_is_refused(string element, string code, string path) => FaultyDefinition.Refused(element, code, path);

    [Theory]
    [InlineData("<bios rebootTimeout='65536'/>", "bad-value", "/bios/@rebootTimeout")]
    [InlineData("<bios useserial='yes'/>", "missing", null)]
    [InlineData("<acpi><table type='msdm'>/x</table></acpi>", "bad-value", "/acpi/table/@type")]
    [InlineData("<acpi><table type='slic'>/x</table><table type='slic'>/y</table></acpi>", "repeated", "/acpi/table[2]")]
    [InlineData("<bootmenu enable='yes' timeout='70000'/>", "bad-value", "/bootmenu/@timeout")]
    [InlineData("<dtb>/d</dtb>", "missing", "/kernel")]
    [InlineData("<init>/sbin/init</init>", "unsupported", "/init")]
    [InlineData("<smbios mode='guest'/>", "bad-value", "/smbios/@mode")]
    [InlineData("<firmware><feature enabled='yes' name='secure-boot'/></firmware>", "missing", "/@firmware")]
    [InlineData("<loader type='pflash' stateless='yes'>/x</loader><nvram>/y</nvram>", "conflict", "/nvram")]
    [InlineData("<nvram>/y</nvram>", "missing", "/loader")]
    [InlineData("<loader type='pflash'>/x</loader><nvram type='file'/>", "missing", "/nvram/source")]
    [InlineData("<loader type='pflash'>/x</loader><nvram type='network'/>", "bad-value", "/nvram/@type")]
    public void Firmware_that_cannot_be_is_refused(string inside, string code, string? path) =>
        FirmwareRefused($"<os><type machine='q35'>hvm</type>{inside}</os>", code, path is null ? "devices/serial" : $"os{path}");

    [Theory]
    [InlineData("<os firmware='efi'><type machine='q35'>hvm</type></os>", "missing", "features/acpi")]
    [InlineData("<os firmware='efi'><type machine='q35'>hvm</type><firmware><feature enabled='no' name='secure-boot'/><feature enabled='yes' name='enrolled-keys'/></firmware></os>", "conflict", "os/firmware")]
    [InlineData("<os><type machine='pc'>hvm</type><loader secure='yes'/></os>", "bad-value", "os/type/@machine")]
    [InlineData("<os><type machine='q35'>hvm</type><loader secure='yes'/></os><features><smm state='off'/></features>", "conflict", "features/smm")]
    [InlineData("<os><type machine='pc'>hvm</type></os><features><smm state='on'><tseg>48</tseg></smm></features>", "bad-value", "features/smm/tseg")]
    public void Firmware_that_its_machine_cannot_have_is_refused(string os, string code, string path) => FirmwareRefused(os, code, path);

    [Theory]
    [InlineData("<qemu:commandline><qemu:arg/></qemu:commandline>", "missing", "qemu:commandline/qemu:arg/@value")]
    [InlineData("<qemu:commandline><qemu:env name='1A'/></qemu:commandline>", "bad-value", "qemu:commandline/qemu:env/@name")]
    [InlineData("<qemu:commandline><qemu:word/></qemu:commandline>", "unsupported", "qemu:commandline/qemu:word")]
    [InlineData("<qemu:deprecation behavior='bogus'/>", "bad-value", "qemu:deprecation/@behavior")]
    [InlineData("<qemu:override><qemu:device/></qemu:override>", "missing", "qemu:override/qemu:device/@alias")]
    [InlineData("<qemu:override><qemu:device alias='a'/><qemu:device alias='a'/></qemu:override>", "duplicate", "qemu:override/qemu:device[2]")]
    public void What_is_wrong_in_QEMUs_namespace_is_refused(string element, string code, string path) =>
        FaultyDefinition.Refused(element.Insert(element.IndexOfAny([' ', '>']), " xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'"), code, path);

    [Theory]
    [InlineData("type='string'", "missing", "")]
    [InlineData("type='unsigned' value='-1'", "bad-value", "/@value")]
    [InlineData("type='bool' value='on'", "bad-value", "/@value")]
    [InlineData("type='remove' value='on'", "conflict", null)]
    [InlineData("type='x' value='on'", "bad-value", "/@type")]
    public void A_property_that_has_no_such_value_is_refused(string property, string code, string? path) => FaultyDefinition.Refused(
        $"<qemu:override xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'><qemu:device alias='a'><qemu:frontend><qemu:property name='p' {property}/></qemu:frontend></qemu:device></qemu:override>",
        code,
        $"qemu:override/qemu:device/qemu:frontend/qemu:property{(path?.Length == 0 ? "/@value" : path)}");

    // What the machine as a whole lacks is missing in its first line.
    private static void FirmwareRefused(string os, string code, string path) =>
        FaultyDefinition.Refused(os, code, path, path is "features/acpi" or "devices/serial" ? 1 : FaultyDefinition.Line);
}
