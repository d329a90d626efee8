# Reads downloaded data packets on stdin and prints a line a packet: name, index, bytes in hexadecimal.
use strict;
use warnings;

binmode STDIN;
binmode STDOUT, ':utf8';
local $/;
my $body = <STDIN>;
my %wide = (0xc4 => 'C', 0xc5 => 'n', 0xc6 => 'N', 0xcc => 'C', 0xcd => 'n', 0xce => 'N', 0xd9 => 'C', 0xda => 'n');
my %long = (C => 1, n => 2, N => 4);
my $at = 0;

sub take { my ($count) = @_; my $part = substr $body, $at, $count; $at += $count; return $part; }

sub value {
    my $kind = ord take(1);
    return $kind if $kind < 0x80;
    return take($kind & 0x1f) if $kind >= 0xa0 && $kind <= 0xbf;
    my $form = $wide{$kind} or die sprintf "neither text nor number nor bytes: %x\n", $kind;
    my $number = unpack $form, take($long{$form});
    return $kind >= 0xcc && $kind <= 0xce ? $number : take($number);
}

while ($at < length $body) {
    my ($name, $index, $data) = (value(), value(), value());
    utf8::decode($name);
    print join(' ', $name, $index, unpack('H*', $data)), "\n";
}
