"""Danish postcodes the programmes meet: postcode, town, municipality, and roughly where the town lies.

Two decimals are about a kilometre, which is as fine as an estimate of minutes needs.
"""

LIST = """\
1050|København K|København|55.68|12.58
1550|København V|København|55.67|12.56
1850|Frederiksberg C|Frederiksberg|55.67|12.55
2000|Frederiksberg|Frederiksberg|55.68|12.53
2100|København Ø|København|55.71|12.58
2150|Nordhavn|København|55.71|12.60
2200|København N|København|55.70|12.55
2300|København S|København|55.65|12.60
2400|København NV|København|55.71|12.53
2450|København SV|København|55.65|12.55
2500|Valby|København|55.66|12.50
2600|Glostrup|Glostrup|55.67|12.40
2605|Brøndby|Brøndby|55.65|12.42
2610|Rødovre|Rødovre|55.68|12.45
2620|Albertslund|Albertslund|55.66|12.36
2625|Vallensbæk|Vallensbæk|55.64|12.38
2630|Taastrup|Høje-Taastrup|55.65|12.30
2635|Ishøj|Ishøj|55.61|12.35
2640|Hedehusene|Høje-Taastrup|55.65|12.20
2650|Hvidovre|Hvidovre|55.65|12.47
2660|Brøndby Strand|Brøndby|55.62|12.42
2665|Vallensbæk Strand|Vallensbæk|55.62|12.39
2670|Greve|Greve|55.58|12.30
2680|Solrød Strand|Solrød|55.53|12.22
2690|Karlslunde|Greve|55.57|12.23
2700|Brønshøj|København|55.71|12.50
2720|Vanløse|København|55.69|12.49
2730|Herlev|Herlev|55.73|12.44
2740|Skovlunde|Ballerup|55.72|12.40
2750|Ballerup|Ballerup|55.73|12.36
2760|Måløv|Ballerup|55.75|12.32
2765|Smørum|Egedal|55.74|12.28
2770|Kastrup|Tårnby|55.63|12.63
2791|Dragør|Dragør|55.59|12.67
2800|Kongens Lyngby|Lyngby-Taarbæk|55.77|12.50
2820|Gentofte|Gentofte|55.75|12.55
2830|Virum|Lyngby-Taarbæk|55.79|12.48
2840|Holte|Rudersdal|55.81|12.47
2850|Nærum|Rudersdal|55.82|12.54
2860|Søborg|Gladsaxe|55.74|12.51
2870|Dyssegård|Gentofte|55.73|12.54
2880|Bagsværd|Gladsaxe|55.76|12.46
2900|Hellerup|Gentofte|55.73|12.57
2920|Charlottenlund|Gentofte|55.75|12.58
2930|Klampenborg|Gentofte|55.77|12.59
2950|Vedbæk|Rudersdal|55.85|12.56
2960|Rungsted Kyst|Hørsholm|55.88|12.54
2970|Hørsholm|Hørsholm|55.88|12.50
2980|Kokkedal|Fredensborg|55.91|12.50
2990|Nivå|Fredensborg|55.94|12.50
3000|Helsingør|Helsingør|56.03|12.59
3400|Hillerød|Hillerød|55.93|12.31
3450|Allerød|Allerød|55.87|12.36
3460|Birkerød|Rudersdal|55.84|12.43
3500|Værløse|Furesø|55.78|12.37
3520|Farum|Furesø|55.81|12.36
3600|Frederikssund|Frederikssund|55.84|12.07
3650|Ølstykke|Egedal|55.79|12.16
3660|Stenløse|Egedal|55.77|12.20
3700|Rønne|Bornholm|55.10|14.70
4000|Roskilde|Roskilde|55.64|12.08
4040|Jyllinge|Roskilde|55.75|12.10
4100|Ringsted|Ringsted|55.44|11.79
4130|Viby Sjælland|Roskilde|55.55|12.02
4140|Borup|Køge|55.49|11.98
4160|Herlufmagle|Næstved|55.32|11.76
4171|Glumsø|Næstved|55.35|11.70
4180|Sorø|Sorø|55.43|11.56
4200|Slagelse|Slagelse|55.40|11.35
4220|Korsør|Slagelse|55.33|11.14
4230|Skælskør|Slagelse|55.25|11.29
4300|Holbæk|Holbæk|55.72|11.71
4400|Kalundborg|Kalundborg|55.68|11.09
4600|Køge|Køge|55.46|12.18
4640|Faxe|Faxe|55.26|12.12
4653|Karise|Faxe|55.31|12.21
4654|Faxe Ladeplads|Faxe|55.22|12.16
4660|Store Heddinge|Stevns|55.31|12.39
4681|Herfølge|Køge|55.42|12.15
4684|Holmegaard|Næstved|55.29|11.82
4690|Haslev|Faxe|55.32|11.96
4700|Næstved|Næstved|55.23|11.76
4720|Præstø|Vordingborg|55.12|12.05
4733|Tappernøje|Næstved|55.17|11.98
4735|Mern|Vordingborg|55.06|12.06
4736|Karrebæksminde|Næstved|55.18|11.65
4750|Lundby|Vordingborg|55.11|11.87
4760|Vordingborg|Vordingborg|55.01|11.91
4771|Kalvehave|Vordingborg|55.00|12.16
4772|Langebæk|Vordingborg|55.00|12.08
4773|Stensved|Vordingborg|55.00|12.03
4780|Stege|Vordingborg|54.99|12.28
4791|Borre|Vordingborg|54.99|12.44
4792|Askeby|Vordingborg|54.95|12.17
4793|Bogø By|Vordingborg|54.93|12.05
4800|Nykøbing Falster|Guldborgsund|54.77|11.87
4840|Nørre Alslev|Guldborgsund|54.90|11.88
4850|Stubbekøbing|Guldborgsund|54.89|12.04
4900|Nakskov|Lolland|54.83|11.14
4930|Maribo|Lolland|54.78|11.50
5000|Odense C|Odense|55.40|10.39
5200|Odense V|Odense|55.40|10.34
5210|Odense NV|Odense|55.42|10.33
5220|Odense SØ|Odense|55.37|10.45
5230|Odense M|Odense|55.38|10.41
5240|Odense NØ|Odense|55.41|10.44
5250|Odense SV|Odense|55.37|10.32
5260|Odense S|Odense|55.34|10.39
5270|Odense N|Odense|55.44|10.38
5290|Marslev|Kerteminde|55.39|10.52
5300|Kerteminde|Kerteminde|55.45|10.66
5320|Agedrup|Odense|55.42|10.49
5330|Munkebo|Kerteminde|55.46|10.56
5350|Rynkeby|Kerteminde|55.39|10.58
5370|Mesinge|Kerteminde|55.49|10.65
5380|Dalby|Kerteminde|55.52|10.64
5390|Martofte|Kerteminde|55.56|10.66
5400|Bogense|Nordfyns|55.57|10.09
5450|Otterup|Nordfyns|55.52|10.40
5462|Morud|Nordfyns|55.45|10.19
5463|Harndrup|Middelfart|55.47|10.01
5464|Brenderup|Middelfart|55.48|9.98
5466|Asperup|Middelfart|55.49|9.91
5471|Søndersø|Nordfyns|55.48|10.26
5474|Veflinge|Nordfyns|55.47|10.16
5485|Skamby|Nordfyns|55.51|10.28
5491|Blommenslyst|Odense|55.39|10.26
5492|Vissenbjerg|Assens|55.39|10.13
5500|Middelfart|Middelfart|55.50|9.74
5540|Ullerslev|Nyborg|55.36|10.65
5550|Langeskov|Kerteminde|55.36|10.59
5560|Aarup|Assens|55.37|10.05
5580|Nørre Aaby|Middelfart|55.46|9.88
5591|Gelsted|Middelfart|55.40|9.97
5592|Ejby|Middelfart|55.43|9.93
5600|Faaborg|Faaborg-Midtfyn|55.10|10.24
5601|Lyø|Faaborg-Midtfyn|55.04|10.15
5602|Avernakø|Faaborg-Midtfyn|55.04|10.28
5603|Bjørnø|Faaborg-Midtfyn|55.07|10.25
5610|Assens|Assens|55.27|9.90
5620|Glamsbjerg|Assens|55.27|10.11
5631|Ebberup|Assens|55.25|9.98
5642|Millinge|Faaborg-Midtfyn|55.13|10.20
5672|Broby|Faaborg-Midtfyn|55.25|10.24
5683|Haarby|Assens|55.22|10.12
5690|Tommerup|Assens|55.32|10.21
5700|Svendborg|Svendborg|55.06|10.61
5750|Ringe|Faaborg-Midtfyn|55.24|10.48
5762|Vester Skerninge|Svendborg|55.07|10.45
5771|Stenstrup|Svendborg|55.13|10.52
5772|Kværndrup|Faaborg-Midtfyn|55.17|10.53
5792|Årslev|Faaborg-Midtfyn|55.30|10.47
5800|Nyborg|Nyborg|55.31|10.79
5853|Ørbæk|Nyborg|55.26|10.67
5854|Gislev|Faaborg-Midtfyn|55.22|10.62
5856|Ryslinge|Faaborg-Midtfyn|55.25|10.55
5863|Ferritslev Fyn|Faaborg-Midtfyn|55.31|10.58
5871|Frørup|Nyborg|55.23|10.71
5874|Hesselager|Svendborg|55.17|10.75
5881|Skårup Fyn|Svendborg|55.09|10.70
5882|Vejstrup|Svendborg|55.11|10.71
5883|Oure|Svendborg|55.11|10.75
5884|Gudme|Svendborg|55.15|10.71
5892|Gudbjerg Sydfyn|Svendborg|55.15|10.66
5900|Rudkøbing|Langeland|54.94|10.71
5932|Humble|Langeland|54.83|10.70
5935|Bagenkop|Langeland|54.75|10.68
5943|Strynø|Langeland|54.90|10.63
5953|Tranekær|Langeland|55.00|10.85
5960|Marstal|Ærø|54.86|10.52
5965|Birkholm|Ærø|54.93|10.50
5970|Ærøskøbing|Ærø|54.89|10.41
5985|Søby Ærø|Ærø|54.94|10.26
6000|Kolding|Kolding|55.49|9.47
6100|Haderslev|Haderslev|55.25|9.49
6200|Aabenraa|Aabenraa|55.04|9.42
6400|Sønderborg|Sønderborg|54.91|9.79
6700|Esbjerg|Esbjerg|55.47|8.45
7000|Fredericia|Fredericia|55.57|9.75
7100|Vejle|Vejle|55.71|9.54
7190|Billund|Billund|55.73|9.11
7400|Herning|Herning|56.14|8.97
7500|Holstebro|Holstebro|56.36|8.62
7800|Skive|Skive|56.57|9.03
8000|Aarhus C|Aarhus|56.16|10.21
8200|Aarhus N|Aarhus|56.19|10.18
8210|Aarhus V|Aarhus|56.17|10.16
8600|Silkeborg|Silkeborg|56.17|9.55
8700|Horsens|Horsens|55.86|9.85
8800|Viborg|Viborg|56.45|9.40
8900|Randers C|Randers|56.46|10.04
9000|Aalborg|Aalborg|57.05|9.92
9800|Hjørring|Hjørring|57.46|9.98
9900|Frederikshavn|Frederikshavn|57.44|10.53
"""
